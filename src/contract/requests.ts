import * as v from 'valibot';
import { EXPORT_FORMATS } from './export.ts';
import { SelectionModeSchema } from './selection.ts';
import { DatasetRoleSchema, FileName } from './session.ts';

/** Whole numbers in addresses are text. */
const Whole = v.pipe(v.string(), v.regex(/^\d{1,10}$/), v.transform(Number));

/** Path of `PUT /api/uploads/:file`. */
export const UploadPath = v.object({ file: FileName });

/** Query of `GET /api/layouts`. */
export const LayoutsQuery = v.object({ embedding: v.optional(v.string()) });

/** Query of `GET /api/layouts/:hash/colors`. */
export const ColorsQuery = v.object({ by: v.string() });

/** Query of `GET /api/layouts/:hash/neighbors`; `k` is 10 by default and at most 1,000. */
export const NeighborsQuery = v.object({
  point: Whole,
  k: v.optional(v.pipe(Whole, v.minValue(1), v.maxValue(1000)), '10')
});

/** Query of `GET /api/layouts/:hash/retrievals` and `…/card`. */
export const PointQuery = v.object({ point: Whole });

/** Query of `GET /api/layouts/:hash/matches`: case-insensitive, in every scalar cell, as in `POST /api/rows`. */
export const MatchesQuery = v.object({
  find: v.pipe(v.string(), v.minLength(1), v.maxLength(1000))
});

/** Query of the selections that come from a layout. */
export const ModeQuery = v.object({ mode: v.optional(SelectionModeSchema, 'replace') });

/** Path of `GET /api/cards/:dataset/:row` and `GET /api/media/:dataset/:row`. */
export const RowPath = v.object({ dataset: DatasetRoleSchema, row: Whole });
export const RowQuery = v.object({ embedding: v.optional(v.string()) });

/** Query of `GET /api/spans/attributes`, `…/values` and `GET /api/traces/:traceId/spans/:spanId/value`. */
export const AttributesQuery = v.object({ project: v.optional(v.string()) });
export const ValuesQuery = v.object({ path: v.string(), project: v.optional(v.string()) });
export const ValueQuery = v.object({ path: v.string() });

/** Query of `GET /api/traces/:traceId/find`. */
export const FindQuery = v.object({ text: v.pipe(v.string(), v.minLength(1), v.maxLength(1000)) });

/** Query of `GET /api/exports/:name`. */
export const ExportQuery = v.object({ format: v.optional(v.picklist(EXPORT_FORMATS), 'arrow') });
