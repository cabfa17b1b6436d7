import type { UmapDefaults } from '../contract/session.ts';
import { checkOptions } from './arguments.ts';
import { RequestError } from './errors.ts';
import { show } from './nearest.ts';

/** First values of the map's form. */
export interface UmapParameters {
  /** 0 to 0.99. */
  minDist?: number;
  /** 5 to 100. */
  nNeighbors?: number;
  /** 1 to 1000. */
  nSamples?: number;
}

const RANGES = [
  ['minDist', false, 0, 0.99],
  ['nNeighbors', true, 5, 100],
  ['nSamples', true, 1, 1000]
] as const;

/** The parameters as the wire has them; undefined when nothing is given. Throws RequestError when one is out of range. */
export function checkUmapDefaults(given: UmapParameters | undefined): UmapDefaults | undefined {
  if (given === undefined) {
    return undefined;
  }
  checkOptions(
    given,
    RANGES.map(([name]) => name),
    'defaultUmapParameters'
  );
  const wire: Partial<Record<(typeof RANGES)[number][0], number>> = {};
  for (const [name, isWhole, least, most] of RANGES) {
    const value: unknown = given[name];
    if (value === undefined) {
      continue;
    }
    const isFitting = typeof value === 'number' && value >= least && value <= most;
    if (!isFitting || (isWhole && !Number.isInteger(value))) {
      throw new RequestError(
        `Cannot use ${show(value)} as ${name} of defaultUmapParameters: it is a ${isWhole ? 'whole ' : ''}number from ${least} to ${most}`,
        { code: 'umap/invalid' }
      );
    }
    wire[name] = value;
  }
  return Object.keys(wire).length === 0 ? undefined : wire;
}
