import * as v from 'valibot';
import { WhereSource, type Difference } from './metrics.ts';
import { PinId } from './pins.ts';
import { SelectionModeSchema } from './selection.ts';
import { DatasetRoleSchema } from './session.ts';

const Index = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Where a set of rows comes from. */
export const RowSource = v.variant('kind', [
  v.strictObject({ kind: v.literal('selection') }),
  /** Rows that were kept with `PUT /api/pins/:pin`. */
  v.strictObject({ kind: v.literal('pin'), pin: PinId }),
  v.strictObject({ kind: v.literal('dataset'), dataset: DatasetRoleSchema }),
  v.strictObject({ kind: v.literal('cluster'), layout: v.string(), cluster: v.string() }),
  /** All clusters, or those listed; rows carry their cluster's id when exported. */
  v.strictObject({
    kind: v.literal('clusters'),
    layout: v.string(),
    clusters: v.optional(v.array(v.string()))
  }),
  v.strictObject({
    kind: v.literal('points'),
    layout: v.string(),
    points: v.pipe(v.array(Index), v.maxLength(100_000))
  }),
  WhereSource
]);
export type RowSource = v.InferOutput<typeof RowSource>;

/** `POST /api/rows`: one page of a table. */
export const RowsQuery = v.strictObject({
  source: RowSource,
  sort: v.optional(
    v.strictObject({ column: v.string(), descending: v.optional(v.boolean(), false) })
  ),
  /** Case-insensitive substring over ids, texts, labels and every other scalar cell. */
  find: v.optional(v.pipe(v.string(), v.maxLength(1000))),
  offset: v.optional(Index, 0),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)), 100),
  /** Names and order of the columns wanted; absent: all. */
  columns: v.optional(v.array(v.string()))
});
export type RowsQuery = v.InferOutput<typeof RowsQuery>;

export type ColumnKind = 'text' | 'number' | 'boolean' | 'time' | 'vector' | 'link' | 'list';
export interface RowsColumn {
  name: string;
  kind: ColumnKind;
  /** What the schema says of it, e.g. `prediction label`, `feature`, `text of "review"`. */
  role: string;
  /** Columns of an embedding (vector, text, link): its display name, as `GET /api/media` wants it. */
  embedding?: string | undefined;
}

export type Cell = string | number | boolean | null;

export interface RowsPage {
  /** Rows of the source. */
  total: number;
  /** Rows that match `find`. */
  matched: number;
  columns: RowsColumn[];
  rows: {
    dataset: 'primary' | 'reference' | 'corpus';
    row: number;
    /** One per column. Times are ISO 8601, vectors and lists are shortened to a readable text. */
    cells: Cell[];
  }[];
}

/** `GET /api/cards/:dataset/:row?embedding=…`: what a point says when the pointer rests on it. */
export interface Card {
  dataset: 'primary' | 'reference' | 'corpus';
  row: number;
  id: string;
  timestamp: string | null;
  text: string | null;
  /** `media` is served by `GET /api/media/:dataset/:row`, `remote` is only ever a link to follow. */
  link: {
    kind: 'image' | 'video' | 'audio' | 'other';
    from: 'media' | 'remote';
    href: string;
  } | null;
  prompt: string | null;
  response: string | null;
  predictionLabel: string | null;
  predictionScore: number | null;
  actualLabel: string | null;
  actualScore: number | null;
  correctness: 'correct' | 'incorrect' | 'unknown';
  dimensions: { name: string; type: 'feature' | 'tag'; value: Cell }[];
}

/** `POST /api/compare`: two sets of rows, column by column, the most different first. */
export const CompareQuery = v.strictObject({ a: RowSource, b: RowSource });
export type CompareQuery = v.InferOutput<typeof CompareQuery>;
export interface CompareAnswer {
  counts: { a: number; b: number; both: number };
  differences: Difference[];
}

/** `PUT /api/pins/:pin`: keeps the rows of a source as they are now, under a name that says where they came from. */
export const KeepPin = v.strictObject({
  source: RowSource,
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200))
});

/** `PUT /api/selection/source`: selects the rows of a source. */
export const SelectSource = v.strictObject({
  source: RowSource,
  mode: v.optional(SelectionModeSchema, 'replace')
});
