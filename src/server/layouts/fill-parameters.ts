import { MAP_DEFAULTS, type MapParameters, type MapRequest } from '../../contract/map.ts';

/** Every parameter of a map; what was not given comes from `base`. */
export function fillParameters(
  given: NonNullable<MapRequest['parameters']> = {},
  base: MapParameters = { ...MAP_DEFAULTS, seed: null }
): MapParameters {
  return {
    nComponents: given.nComponents ?? base.nComponents,
    minDist: given.minDist ?? base.minDist,
    nNeighbors: given.nNeighbors ?? base.nNeighbors,
    nSamples: given.nSamples ?? base.nSamples,
    metric: given.metric ?? base.metric,
    seed: given.seed ?? base.seed,
    minClusterSize: given.minClusterSize ?? base.minClusterSize,
    minSamples: given.minSamples ?? base.minSamples,
    epsilon: given.epsilon ?? base.epsilon
  };
}
