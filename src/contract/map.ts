import * as v from 'valibot';
import type { FailureBody } from './failures.ts';

/** Defaults of §5.1; `nSamples` rows are drawn from primary and from reference, the corpus comes whole. */
export const MAP_DEFAULTS = {
  nComponents: 3,
  minDist: 0,
  nNeighbors: 30,
  nSamples: 500,
  metric: 'euclidean',
  minClusterSize: 10,
  minSamples: 1,
  epsilon: 0
} as const;

/** What each parameter may be: the least, the most, and whether it is a whole number. */
export const MAP_RANGES = {
  nComponents: { least: 2, most: 3, isWhole: true },
  minDist: { least: 0, most: 1, isWhole: false },
  nNeighbors: { least: 2, most: 1000, isWhole: true },
  /** Rows per data set; 0 draws none (§5.2). */
  nSamples: { least: 0, most: 10_000_000, isWhole: true },
  minClusterSize: { least: 2, most: 2_147_483_647, isWhole: true },
  minSamples: { least: 1, most: 2_147_483_647, isWhole: true },
  epsilon: { least: 0, most: Number.MAX_VALUE, isWhole: false },
  seed: { least: 0, most: 4_294_967_295, isWhole: true }
} as const;

/** The same of first values of the map's form (§1.4). */
export const FIRST_RANGES = {
  minDist: { least: 0, most: 0.99, isWhole: false },
  nNeighbors: { least: 5, most: 100, isWhole: true },
  nSamples: { least: 1, most: 1000, isWhole: true }
} as const;

export interface NumberRange {
  least: number;
  most: number;
  isWhole: boolean;
}

export function withinRange({ least, most, isWhole }: NumberRange) {
  return v.pipe(
    v.number(),
    v.check(value => !isWhole || Number.isInteger(value), 'Expected a whole number'),
    v.minValue(least),
    v.maxValue(most)
  );
}

/** HDBSCAN on the projected points (§5.3); `minSamples` counts the other points, as the hdbscan package does. */
export const ClusterParameters = v.strictObject({
  minClusterSize: v.optional(withinRange(MAP_RANGES.minClusterSize)),
  minSamples: v.optional(withinRange(MAP_RANGES.minSamples)),
  epsilon: v.optional(withinRange(MAP_RANGES.epsilon))
});
export type ClusterParameters = v.InferOutput<typeof ClusterParameters>;

export const ProjectionParameters = v.strictObject({
  nComponents: v.optional(v.picklist([2, 3])),
  minDist: v.optional(withinRange(MAP_RANGES.minDist)),
  nNeighbors: v.optional(withinRange(MAP_RANGES.nNeighbors)),
  nSamples: v.optional(withinRange(MAP_RANGES.nSamples)),
  metric: v.optional(v.picklist(['euclidean', 'cosine'])),
  /** With a seed the layout is reproducible and uses one worker; without, the sample and the layout are random. */
  seed: v.optional(v.nullable(withinRange(MAP_RANGES.seed)))
});
export type ProjectionParameters = v.InferOutput<typeof ProjectionParameters>;

/** `POST /api/maps`. The time range narrows the primary rows only, right-open (§5.2). */
export const MapRequest = v.strictObject({
  embedding: v.string(),
  parameters: v.optional(
    v.strictObject({ ...ProjectionParameters.entries, ...ClusterParameters.entries })
  ),
  timeRange: v.optional(v.strictObject({ start: v.string(), end: v.string() }))
});
export type MapRequest = v.InferOutput<typeof MapRequest>;

/** Every parameter, defaults filled in. */
export interface MapParameters {
  nComponents: 2 | 3;
  minDist: number;
  nNeighbors: number;
  nSamples: number;
  metric: 'euclidean' | 'cosine';
  seed: number | null;
  minClusterSize: number;
  minSamples: number;
  epsilon: number;
}

export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
export type JobStage = 'waiting' | 'sample' | 'neighbors' | 'layout' | 'clusters' | 'names';

/** `GET /api/jobs/:id` and the `job` event. */
export interface Job {
  id: string;
  embedding: string;
  parameters: MapParameters;
  state: JobState;
  stage: JobStage;
  /** Units of the stage: rows sampled, rows with neighbours, epochs, clusters named; `total` 0 is unknown. */
  done: number;
  total: number;
  elapsedMs: number;
  /** An estimate for the whole job; null while there is none. */
  remainingMs: number | null;
  /** The layout being made: its points can be read from stage `layout` on. */
  layout: string | null;
  /** True when the finished layout came from the cache. */
  cached: boolean;
  error: FailureBody['error'] | null;
}

export interface Cluster {
  /** `"0"`, `"1"`, … in the order of the clustering; stable for the same layout and parameters. */
  id: string;
  name: string;
  /** Where the name comes from. */
  namedBy: 'words' | 'columns' | 'number' | 'user';
  count: number;
  counts: { primary: number; reference: number; corpus: number };
  /** (primary − reference) / (primary + reference); null without reference data (§4.8). */
  driftRatio: number | null;
  /** (primary − corpus) / (primary + corpus); null without a corpus. */
  primaryToCorpusRatio: number | null;
  /** Share of right predictions among the rows that have both labels; null without any. */
  accuracy: { primary: number | null; reference: number | null };
  /** Mean position, `nComponents` numbers in the layout's coordinates. */
  center: number[];
}

/** `GET /api/layouts/:hash`. */
export interface Layout {
  hash: string;
  embedding: string;
  parameters: MapParameters;
  /** Points drawn. */
  count: number;
  /** Points drawn per data set. */
  counts: { primary: number; reference: number; corpus: number };
  /** Rows that have a usable vector (and lie in the time range) per data set. */
  available: { primary: number; reference: number; corpus: number };
  timeRange: { start: string; end: string } | null;
  /** Queries with retrieved documents in the layout. */
  retrievals: number;
  /** Wall seconds of the projection and clustering. */
  seconds: number;
  createdAt: string;
  clusters: Cluster[];
  /** Points in no cluster. */
  noise: number;
}

/**
 * An item of `GET /api/snapshots`, newest first: how a layout of the data of now looked when a page last showed it. The picture,
 * a PNG, is `GET /api/layouts/:hash/snapshot`, and a page keeps it with `PUT`.
 */
export interface MapSnapshot {
  layout: string;
  embedding: string;
  /** ISO 8601 UTC. */
  takenAt: string;
}
/** A panel shows it at half of this. */
export const MAX_SNAPSHOT_SIDE = 1200;

/** Header of the frame `GET /api/layouts/:hash/points`; sections: dataset u8, row u32, positions u16, cluster i32. */
export interface PointsHeader {
  hash: string;
  count: number;
  components: 2 | 3;
  /** Positions are u16 over this box: value = min + u / 65535 · (max − min), per axis, point after point. */
  box: { min: number[]; max: number[] };
  epoch: number;
  epochs: number;
  /** False while the layout still moves. */
  final: boolean;
}

/** Codes of section `dataset`: positions in {@link DATASET_ROLES}. */
export const DATASET_CODES = { primary: 0, reference: 1, corpus: 2 } as const;

/**
 * What the points are coloured by: `dataset`, `cluster`, `correctness`, or `dimension:<name>` for any listed
 * scalar dimension, labels and scores included.
 */
export interface LegendEntry {
  label: string;
  count: number;
  kind: 'value' | 'range' | 'missing' | 'other';
  /** Edges of a range, right-open except for the last. */
  range?: [number, number];
}

/** Header of the frame `GET /api/layouts/:hash/colors?by=…`; section: code u8 (an index into `legend`). */
export interface ColorsHeader {
  by: string;
  kind: 'nominal' | 'sequential';
  legend: LegendEntry[];
}

/** `GET /api/layouts/:hash/neighbors?point=…&k=…`: exact, in the space of the vectors, within the layout. */
export interface Neighbors {
  point: number;
  neighbors: { point: number; dataset: string; row: number; distance: number }[];
}

/**
 * `GET /api/layouts/:hash/retrievals?point=…`: documents that the query at `point` retrieved, in its order; or, for a
 * document, the queries of the layout that retrieved it, the most relevant first.
 */
export interface Retrievals {
  point: number;
  documents: { point: number; row: number; relevance: number | null }[];
  queries: {
    point: number;
    dataset: 'primary' | 'reference';
    row: number;
    relevance: number | null;
  }[];
}

/** Header of the frame `GET /api/layouts/:hash/times`; section: time f64, Unix milliseconds, NaN for none. */
export interface TimesHeader {
  hash: string;
  count: number;
}

/** Header of the frame `GET /api/layouts/:hash/matches?find=…`; section: matches u8 bitset, as in the selection. */
export interface MatchesHeader {
  find: string;
  count: number;
}

/** `PATCH /api/layouts/:hash/clusters/:id`. */
export const RenameCluster = v.strictObject({
  /** An empty name gives the automatic one back. */
  name: v.pipe(v.string(), v.trim(), v.maxLength(120))
});
