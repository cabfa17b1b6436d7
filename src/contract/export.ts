import * as v from 'valibot';
import { RowSource } from './rows.ts';
import { SpanScope } from './traces.ts';

/** Spans, as a frame of spans. */
export const SpanSource = v.strictObject({ kind: v.literal('spans'), scope: SpanScope });

/** What was selected last, in the map or among the spans. */
export const LatestSource = v.strictObject({ kind: v.literal('latest') });

/** `POST /api/exports`. */
export const ExportRequest = v.strictObject({
  source: v.variant('kind', [RowSource, SpanSource, LatestSource]),
  /** File stem; absent: local time, made unique. */
  name: v.optional(v.pipe(v.string(), v.maxLength(500)))
});
export type ExportRequest = v.InferOutput<typeof ExportRequest>;

export const EXPORT_FORMATS = ['arrow', 'parquet', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** `POST /api/spans/file`: a frame of spans in the format of a file. */
export const SpansFileRequest = v.strictObject({
  scope: SpanScope,
  format: v.picklist(EXPORT_FORMATS)
});

/** An item of `GET /api/exports` (oldest first, as in `session.exports`) and the `export` event. */
export interface ExportEntry {
  name: string;
  rows: number;
  columns: number;
  bytes: number;
  /** ISO 8601 UTC. */
  createdAt: string;
}
