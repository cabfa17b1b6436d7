import type { ExportFormat } from '../../contract/export.ts';

/** Media types of the files that exports come as. */
export const EXPORT_TYPES: Record<ExportFormat, string> = {
  arrow: 'application/vnd.apache.arrow.file',
  parquet: 'application/vnd.apache.parquet',
  csv: 'text/csv; charset=utf-8'
};
