import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readRules } from '../../contract/kept-rules.ts';
import type { Rules } from '../../inferences/measures/measures.ts';
import type { Broadcast } from '../broadcast.ts';
import { errnoOf } from '../disk-failure.ts';
import { writeAtomically } from '../write-atomically.ts';

/** Thresholds and the baseline of a session: kept in its folder, told to everybody when they change. */
export class RuleBook {
  readonly #path: string;
  readonly #broadcast: Broadcast;
  #rules: Rules;
  #revision = 0;
  #lastChange: Promise<unknown> = Promise.resolve();

  constructor(sessionFolder: string, broadcast: Broadcast, rules: Rules) {
    this.#path = rulesPath(sessionFolder);
    this.#broadcast = broadcast;
    this.#rules = rules;
  }

  get rules(): Rules {
    return this.#rules;
  }

  /** Replaces what is given; what cannot be kept does not hold either. */
  change(change: Partial<Rules>): Promise<Rules> {
    const changed = this.#lastChange.then(async () => {
      const rules = { ...this.#rules, ...change };
      const text = JSON.stringify({ version: 1, ...rules });
      await writeAtomically(this.#path, [text], 'keep the rules');
      this.#rules = rules;
      this.#broadcast.send({ event: 'rules', body: { revision: ++this.#revision } });
      return rules;
    });
    this.#lastChange = changed.catch(() => undefined);
    return changed;
  }
}

/** The rules of an earlier server of the session; none when there are none that can be read. */
export async function loadRules(sessionFolder: string): Promise<Rules> {
  const none: Rules = { thresholds: [], baseline: null };
  try {
    return readRules(JSON.parse(await readFile(rulesPath(sessionFolder), 'utf8'))) ?? none;
  } catch (error) {
    if (error instanceof SyntaxError || errnoOf(error) !== undefined) {
      return none;
    }
    throw error;
  }
}

export async function removeRules(sessionFolder: string): Promise<void> {
  await rm(rulesPath(sessionFolder), { force: true });
}

function rulesPath(sessionFolder: string): string {
  return join(sessionFolder, 'rules.json');
}
