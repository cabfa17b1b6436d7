import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readPrices, type ModelPrice } from '../../contract/traces.ts';
import { errnoOf } from '../disk-failure.ts';
import type { Log } from '../log.ts';

/** The user's own prices of models: `prices.json` in the working folder. A file that is none is told of in the log, and not used. */
export async function loadPrices(workingFolder: string, log: Log): Promise<readonly ModelPrice[]> {
  try {
    const prices = readPrices(
      JSON.parse(await readFile(join(workingFolder, 'prices.json'), 'utf8'))
    );
    if (prices) {
      return prices;
    }
    log.note('Cannot use prices.json: a list of {"pattern", "prompt", "completion"} is needed');
  } catch (error) {
    if (error instanceof SyntaxError) {
      log.note(`Cannot use prices.json: ${error.message}`);
    } else if (errnoOf(error) === undefined) {
      throw error;
    }
  }
  return [];
}
