import * as v from 'valibot';
import { RowSource } from './rows.ts';

/** `POST /api/exports`. */
export const ExportRequest = v.strictObject({
  source: RowSource,
  /** File stem; absent: local time, made unique. */
  name: v.optional(v.pipe(v.string(), v.maxLength(500)))
});
export type ExportRequest = v.InferOutput<typeof ExportRequest>;

export const EXPORT_FORMATS = ['arrow', 'parquet', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** An item of `GET /api/exports` (oldest first, as in `session.exports`) and the `export` event. */
export interface ExportEntry {
  name: string;
  rows: number;
  columns: number;
  bytes: number;
  /** ISO 8601 UTC. */
  createdAt: string;
}
