import { FIRST_RANGES } from '../contract/map.ts';
import type { UmapDefaults } from '../contract/session.ts';
import { checkOptions } from './arguments.ts';
import { checkNumber } from './check-number.ts';

/** First values of the map's form. */
export interface UmapParameters {
  /** 0 to 0.99. */
  minDist?: number;
  /** 5 to 100. */
  nNeighbors?: number;
  /** 1 to 1000. */
  nSamples?: number;
}

/** The parameters as the wire has them; undefined when nothing is given. Throws RequestError when one is out of range. */
export function checkUmapDefaults(given: UmapParameters | undefined): UmapDefaults | undefined {
  if (given === undefined) {
    return undefined;
  }
  checkOptions(given, Object.keys(FIRST_RANGES), 'defaultUmapParameters');
  const wire: UmapDefaults = {};
  for (const name of Object.keys(FIRST_RANGES) as (keyof UmapParameters)[]) {
    const value: unknown = given[name];
    if (value !== undefined) {
      checkNumber(value, FIRST_RANGES[name], {
        name: `${name} of defaultUmapParameters`,
        code: 'umap/invalid'
      });
      wire[name] = value;
    }
  }
  return Object.keys(wire).length === 0 ? undefined : wire;
}
