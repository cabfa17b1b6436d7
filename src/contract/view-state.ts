import * as v from 'valibot';
import { WhereSource } from './metrics.ts';
import { DatasetRoleSchema } from './session.ts';

const Index = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Of a trace or a span. */
const Id = v.pipe(v.string(), v.regex(/^[0-9a-f]{1,32}$/i), v.toLowerCase());
const Names = v.pipe(v.array(v.string()), v.maxLength(10_000));

/** The places that navigation offers. */
export const MAIN_PLACES = ['home', 'signals', 'map', 'traces', 'exports'] as const;
export const PLACES = [...MAIN_PLACES, 'compare'] as const;
/** What *Signals* shows besides the list of all and the page of a dimension. */
export const SIGNAL_PAGES = ['performance'] as const;
/** What a line of *Traces* stands for. */
export const TRACE_LISTINGS = ['traces', 'spans', 'sessions'] as const;
export type TraceListing = (typeof TRACE_LISTINGS)[number];
export const GRANULARITIES = ['minute', 'hour', 'day', 'week'] as const;
export type MainPlace = (typeof MAIN_PLACES)[number];
export type Place = (typeof PLACES)[number];

/** Which columns of a table are shown: those of `first` in their order, then the others unless hidden. */
export const ColumnChoice = v.object({
  first: v.optional(Names, []),
  hidden: v.optional(Names, []),
  /** Exactly the columns of `first`. */
  only: v.optional(v.boolean(), false)
});
export type ColumnChoice = v.InferOutput<typeof ColumnChoice>;

/** Rows behind a number: the conditions it stands for. Times come from the range and the moment. */
export const Where = v.object({
  dataset: WhereSource.entries.dataset,
  conditions: WhereSource.entries.conditions
});
export type Where = v.InferOutput<typeof Where>;

/**
 * What the app shows, small enough for the address bar. Everything large (a lasso, a layout) lives on the
 * server; a field that is absent has its default. Read and written by `ui/app/view-state.ts`.
 */
export const ViewState = v.object({
  place: v.picklist(PLACES),
  /** Place `map`: the display name of the embedding. */
  embedding: v.optional(v.string()),
  /** Place `signals`: the dimension or embedding whose page is open, or another page. */
  dimension: v.optional(v.string()),
  page: v.optional(v.picklist(SIGNAL_PAGES)),
  /** The metric of the list, the strip and the series; and the class it is measured for. */
  metric: v.optional(v.string()),
  label: v.optional(v.string()),
  /** Distance between two points of a series; absent: what fits the range. */
  granularity: v.optional(v.picklist(GRANULARITIES)),
  /** The window of the series that is looked at: its right edge, ISO 8601. */
  moment: v.optional(v.string()),
  /** The number (a bar, a cell, a segment) whose rows are shown under the place. */
  where: v.optional(Where),
  /** Place `home`: the data set whose rows are shown. */
  look: v.optional(DatasetRoleSchema),
  /** Place `traces`: what is listed (absent: traces), of which project (absent: all), and the filter that is applied. */
  listing: v.optional(v.picklist(TRACE_LISTINGS)),
  project: v.optional(v.pipe(v.string(), v.maxLength(1000))),
  filter: v.optional(v.pipe(v.string(), v.maxLength(8000))),
  /** Place `traces`: the trace that is open, and its span that is looked at; `panel` is the tab of the span. */
  trace: v.optional(Id),
  span: v.optional(Id),
  /** The stretch of that trace that its waterfall shows, in microseconds since its start. */
  zoom: v.optional(v.pipe(v.array(v.pipe(v.number(), v.finite())), v.length(2))),
  /** Place `compare`: two traces. */
  a: v.optional(Id),
  b: v.optional(Id),
  /** The reader's own choice, in a browser tab. */
  theme: v.optional(v.picklist(['light', 'dark'])),

  /** The table in view. */
  sort: v.optional(v.object({ column: v.string(), descending: v.boolean() })),
  find: v.optional(v.pipe(v.string(), v.maxLength(1000))),
  columns: v.optional(ColumnChoice),

  /** Map: what colours the points, as in `GET /api/layouts/:hash/colors?by=`. */
  color: v.optional(v.string()),
  dimensions: v.optional(v.picklist([2, 3])),
  tool: v.optional(v.picklist(['move', 'lasso', 'box'])),
  panel: v.optional(v.string()),
  layout: v.optional(v.string()),
  cluster: v.optional(v.string()),
  clusterSort: v.optional(v.string()),
  /** Map: what is measured in each cluster: `drift`, `accuracy`, `mean:<column>`. */
  clusterMetric: v.optional(v.string()),
  point: v.optional(Index),
  /** Position and zoom of the camera, as the renderer gives them. */
  camera: v.optional(v.pipe(v.array(v.pipe(v.number(), v.finite())), v.maxLength(16))),
  /** Data sets whose points are hidden. */
  hide: v.optional(v.array(DatasetRoleSchema)),
  contours: v.optional(v.boolean()),
  /** Point size and opacity of primary, reference and corpus. */
  sizes: v.optional(
    v.pipe(v.array(v.pipe(v.number(), v.minValue(0), v.maxValue(100))), v.length(3))
  ),
  opacities: v.optional(
    v.pipe(v.array(v.pipe(v.number(), v.minValue(0), v.maxValue(1))), v.length(3))
  ),
  /** ISO 8601; right-open. */
  range: v.optional(v.object({ start: v.string(), end: v.string() }))
});
export type ViewState = v.InferOutput<typeof ViewState>;
