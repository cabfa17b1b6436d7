import { MAP_RANGES } from '../contract/map.ts';
import { checkOptions } from './arguments.ts';
import { RequestError } from './errors.ts';
import { show } from './nearest.ts';

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
  if (name === 'metric') {
    check(METRICS.includes(value), name, value, '"euclidean" or "cosine"');
    return;
  }
  const { least, most, isWhole } = MAP_RANGES[name];
  const isFitting = typeof value === 'number' && value >= least && value <= most;
  const kind = isWhole ? 'a whole number' : 'a number';
  const bounds = most === Number.MAX_VALUE ? `of at least ${least}` : `from ${least} to ${most}`;
  check(isFitting && (!isWhole || Number.isInteger(value)), name, value, `${kind} ${bounds}`);
}

function check(isFitting: boolean, name: string, value: unknown, wanted: string): void {
  if (!isFitting) {
    throw new RequestError(`Cannot use ${show(value)} as ${name}: it is ${wanted}`, {
      code: 'map/invalid'
    });
  }
}
