import { MAP_RANGES } from '../contract/map.ts';
import { checkOptions } from './arguments.ts';
import { checkNumber } from './check-number.ts';
import { RequestError } from './errors.ts';
import { show } from './nearest.ts';

const CODE = 'map/invalid';
const METRICS: readonly unknown[] = ['euclidean', 'cosine'];

/** Throws RequestError for the first parameter of a map that is unknown or out of range. */
export function checkUmapParameters(options: object): void {
  checkOptions(options, [...Object.keys(MAP_RANGES), 'metric'], 'umap');
  for (const [name, value] of Object.entries(options) as [keyof typeof MAP_RANGES, unknown][]) {
    if (value !== undefined) {
      checkParameter(name, value);
    }
  }
}

function checkParameter(name: keyof typeof MAP_RANGES | 'metric', value: unknown): void {
  if (name !== 'metric') {
    checkNumber(value, MAP_RANGES[name], { name, code: CODE });
  } else if (!METRICS.includes(value)) {
    throw new RequestError(`Cannot use ${show(value)} as metric: it is "euclidean" or "cosine"`, {
      code: CODE
    });
  }
}
