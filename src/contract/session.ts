import * as v from 'valibot';
import { FIRST_RANGES, withinRange } from './map.ts';
import { DatasetSchema } from './schema.ts';

export const DATASET_ROLES = ['primary', 'reference', 'corpus'] as const;
export type DatasetRole = (typeof DATASET_ROLES)[number];
export const DatasetRoleSchema = v.picklist(DATASET_ROLES);

/** The name of a file in `datasets/`: no separators, no hidden files. */
export const FileName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/));

/** A data set as a kernel hands it over: an Arrow IPC file in the session's `datasets/` folder, and its roles. */
export const DatasetSource = v.strictObject({
  /** File name inside `datasets/`, made of letters, digits, `-`, `_` and `.`. */
  file: FileName,
  /** The user's name for the data set; absent when they gave none. */
  name: v.optional(v.pipe(v.string(), v.maxLength(500))),
  schema: DatasetSchema
});
export type DatasetSource = v.InferOutput<typeof DatasetSource>;

/** Launch defaults of the map (§1.4): both ends inclusive. Absent fields were not given. */
export const UmapDefaults = v.strictObject({
  minDist: v.optional(withinRange(FIRST_RANGES.minDist)),
  nNeighbors: v.optional(withinRange(FIRST_RANGES.nNeighbors)),
  nSamples: v.optional(withinRange(FIRST_RANGES.nSamples))
});
export type UmapDefaults = v.InferOutput<typeof UmapDefaults>;

/** `PUT /api/datasets`: replaces all data of the session at once, or nothing when it is refused. */
export const LoadDatasets = v.strictObject({
  primary: v.optional(DatasetSource),
  reference: v.optional(DatasetSource),
  corpus: v.optional(DatasetSource),
  umap: v.optional(UmapDefaults)
});
export type LoadDatasets = v.InferOutput<typeof LoadDatasets>;

/** `PATCH /api/session`: which kernel and notebook the session now belongs to. */
export const AdoptSession = v.strictObject({
  kernelId: v.optional(v.pipe(v.string(), v.maxLength(200))),
  kernelPid: v.optional(v.pipe(v.number(), v.integer())),
  notebook: v.optional(v.pipe(v.string(), v.maxLength(4000))),
  name: v.optional(v.pipe(v.string(), v.maxLength(500)))
});
export type AdoptSession = v.InferOutput<typeof AdoptSession>;

export interface DatasetSummary {
  role: DatasetRole;
  /** What people read; unnamed data sets show their role. */
  name: string;
  rowCount: number;
  columnCount: number;
  /** Right-open bookends floored to minutes (§3.4), ISO 8601 UTC; null without any time. */
  startTime: string | null;
  endTime: string | null;
  rowsWithoutTime: number;
  /** The file in `datasets/`. */
  file: string;
}

export type DimensionType = 'feature' | 'tag' | 'prediction' | 'actual';

/** One scalar column over both data sets (§3.2). */
export interface Dimension {
  name: string;
  type: DimensionType;
  dataType: 'numeric' | 'categorical';
  /** Set when the values are times: numbers in the unit of the column are then Unix milliseconds. */
  isTime?: true | undefined;
  /** The data sets that carry the column. */
  datasets: DatasetRole[];
}

/** One vector column over the data sets (§3.2). */
export interface Embedding {
  /** Display name: the embedding feature's name, or the vector column of prompt, response and list columns. */
  name: string;
  kind: 'feature' | 'tag' | 'prompt' | 'response';
  /** Numbers per vector; 0 when no row has one. */
  length: number;
  hasText: boolean;
  hasLink: boolean;
  /** Rows that have a usable vector. */
  vectorCounts: Record<DatasetRole, number>;
}

/** Spans that the server has stored. */
export interface SpanIntake {
  /** Since it started. */
  total: number;
  /** Mean of the last ten seconds. */
  perSecond: number;
}

/** `GET /api/session`. */
export interface SessionState {
  id: string;
  name: string;
  notebook: string | null;
  kernelId: string | null;
  version: string;
  /** ISO 8601 UTC. */
  startedAt: string;
  /** Grows by one each time the data is replaced; 0 before anything was loaded. */
  revision: number;
  datasets: Record<DatasetRole, DatasetSummary | null>;
  dimensions: Dimension[];
  embeddings: Embedding[];
  /** Whether predictions can be told right from wrong. */
  hasCorrectness: boolean;
  umap: UmapDefaults;
  /** One sentence each, in the order they were noticed while loading. */
  warnings: string[];
  memoryBytes: number;
  spans: SpanIntake;
}
