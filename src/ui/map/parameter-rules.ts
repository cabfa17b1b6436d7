import type { UmapDefaults } from '../../contract/session.ts';
import { MAP_DEFAULTS } from '../../contract/map.ts';
import type { MapParameters } from '../../contract/map.ts';

/** Rows per data set when nobody says otherwise. */
const APP_SAMPLES = 5_000;
/** At the published 0 groups shrink to dots on an empty canvas; here one wants to see single points. */
const APP_MIN_DIST = 0.1;

type NumberName =
  'nSamples' | 'nNeighbors' | 'minDist' | 'seed' | 'minClusterSize' | 'minSamples' | 'epsilon';

export interface Rule {
  name: NumberName;
  step: 'projection' | 'clusters';
  min: number;
  max: number;
  isWhole: boolean;
  isOptional?: true;
}

/** What the form accepts (both ends inclusive). */
export const RULES: readonly Rule[] = [
  { name: 'nSamples', step: 'projection', min: 1, max: 100_000, isWhole: true },
  { name: 'nNeighbors', step: 'projection', min: 5, max: 100, isWhole: true },
  { name: 'minDist', step: 'projection', min: 0, max: 0.99, isWhole: false },
  { name: 'seed', step: 'projection', min: 0, max: 4_294_967_295, isWhole: true, isOptional: true },
  { name: 'minClusterSize', step: 'clusters', min: 2, max: 2_147_483_647, isWhole: true },
  { name: 'minSamples', step: 'clusters', min: 1, max: 2_147_483_647, isWhole: true },
  { name: 'epsilon', step: 'clusters', min: 0, max: 2_147_483_647, isWhole: false }
];

/** The fields as the reader types them. */
export type Draft = Record<NumberName, string> & { metric: MapParameters['metric'] };

export function draftOf(parameters: MapParameters): Draft {
  const written = (value: number | null) => (value === null ? '' : String(value));
  return {
    nSamples: written(parameters.nSamples),
    nNeighbors: written(parameters.nNeighbors),
    minDist: written(parameters.minDist),
    seed: written(parameters.seed),
    minClusterSize: written(parameters.minClusterSize),
    minSamples: written(parameters.minSamples),
    epsilon: written(parameters.epsilon),
    metric: parameters.metric
  };
}

export type Fault = 'missing' | 'number' | 'whole' | 'low' | 'high';

export function faultOf({ min, max, isWhole, isOptional }: Rule, text: string): Fault | null {
  if (text.trim() === '') {
    return isOptional ? null : 'missing';
  }
  const value = Number(text);
  if (!Number.isFinite(value)) {
    return 'number';
  }
  if (isWhole && !Number.isInteger(value)) {
    return 'whole';
  }
  return value < min ? 'low' : value > max ? 'high' : null;
}

/** Only for drafts without faults. */
export function parametersOf(draft: Draft, nComponents: 2 | 3): MapParameters {
  return {
    nComponents,
    metric: draft.metric,
    nSamples: Number(draft.nSamples),
    nNeighbors: Number(draft.nNeighbors),
    minDist: Number(draft.minDist),
    seed: draft.seed.trim() === '' ? null : Number(draft.seed),
    minClusterSize: Number(draft.minClusterSize),
    minSamples: Number(draft.minSamples),
    epsilon: Number(draft.epsilon)
  };
}

/** What the app starts with: the launch defaults where given, else a sample that fills the map in seconds. */
export function startParameters(
  umap: UmapDefaults,
  nComponents: 2 | 3,
  largest: number
): MapParameters {
  return {
    ...MAP_DEFAULTS,
    nComponents,
    nSamples: umap.nSamples ?? Math.max(1, Math.min(APP_SAMPLES, largest)),
    minDist: umap.minDist ?? APP_MIN_DIST,
    nNeighbors: umap.nNeighbors ?? MAP_DEFAULTS.nNeighbors,
    seed: null
  };
}

/** The first step that has to be done again; null when nothing changed. */
export function changedStep(before: MapParameters, after: MapParameters): Rule['step'] | null {
  const differs = (name: keyof MapParameters) => before[name] !== after[name];
  const projection: (keyof MapParameters)[] = [
    'nComponents',
    'metric',
    'nSamples',
    'nNeighbors',
    'minDist',
    'seed'
  ];
  if (projection.some(differs)) {
    return 'projection';
  }
  return (['minClusterSize', 'minSamples', 'epsilon'] as const).some(differs) ? 'clusters' : null;
}
