import * as v from 'valibot';
import { MAX_NAME_LENGTH } from './schema.ts';
import { DatasetRoleSchema } from './session.ts';

/** Data quality of one column in one data set (§4.1). */
export const QUALITY_METRICS = [
  'count',
  'cardinality',
  'percent_empty',
  'mean',
  'sum',
  'min',
  'max',
  'p01',
  'p25',
  'p50',
  'p75',
  'p99'
] as const;

/** Drift of one column, primary against all of the reference: §4.2, and tests of the literature beside it. */
export const DRIFT_METRICS = [
  'psi',
  'kl_divergence',
  'js_distance',
  'wasserstein',
  'kolmogorov_smirnov',
  'chi_square',
  'total_variation'
] as const;

/** Drift of vectors (§4.4); `query_distance` compares with the documents of the corpus. */
export const EMBEDDING_METRICS = [
  'euclidean_distance',
  'cosine_distance',
  'mmd',
  'domain_auc',
  'query_distance'
] as const;

/** Predictions against actuals. Precision, recall and F1 are means over the classes (macro), or of one class. */
export const PERFORMANCE_METRICS = [
  'accuracy',
  'precision',
  'recall',
  'f1',
  'log_loss',
  'auc',
  'brier',
  'mae',
  'rmse',
  'mape',
  'r2',
  'bias'
] as const;

/** Means over the queries of the prompt embedding, from the scores of what each retrieved (§4.9). */
export const RETRIEVAL_METRICS = ['ndcg', 'precision_at_k', 'reciprocal_rank', 'hit_rate'] as const;

export const METRICS = [
  ...QUALITY_METRICS,
  ...DRIFT_METRICS,
  ...EMBEDDING_METRICS,
  ...PERFORMANCE_METRICS,
  ...RETRIEVAL_METRICS
] as const;
export type Metric = (typeof METRICS)[number];
export type QualityMetric = (typeof QUALITY_METRICS)[number];
export type EmbeddingMetric = (typeof EMBEDDING_METRICS)[number];
export type PerformanceMetric = (typeof PERFORMANCE_METRICS)[number];
export type RetrievalMetric = (typeof RETRIEVAL_METRICS)[number];

export type MetricKind = 'quality' | 'drift' | 'embedding' | 'performance' | 'retrieval';

export interface MetricFacts {
  kind: MetricKind;
  /** What it is measured on: a column of this type (`any` of both), an embedding, or the model as a whole. */
  on: 'any' | 'numeric' | 'categorical' | 'embedding' | 'model';
  /** The other side of a comparison; null when one data set is enough. */
  against: 'reference' | 'corpus' | null;
  /** Which way is good; null when neither is. */
  better: 'lower' | 'higher' | null;
  /** How to write the number: `share` is 0…1, `percent` 0…100, `value` has the column's unit. */
  unit: 'rows' | 'share' | 'percent' | 'value' | 'score';
  /** Shown without being asked for. */
  isDefault: boolean;
}

const quality = (
  on: MetricFacts['on'],
  unit: MetricFacts['unit'],
  more: Partial<MetricFacts> = {}
) =>
  ({ kind: 'quality', on, against: null, better: null, unit, isDefault: true, ...more }) as const;
const drift = (on: MetricFacts['on'], isDefault: boolean, unit: MetricFacts['unit'] = 'score') =>
  ({ kind: 'drift', on, against: 'reference', better: 'lower', unit, isDefault }) as const;
const performance = (better: MetricFacts['better'], unit: MetricFacts['unit'], isDefault = true) =>
  ({ kind: 'performance', on: 'model', against: null, better, unit, isDefault }) as const;
const retrieval = {
  kind: 'retrieval',
  on: 'model',
  against: null,
  better: 'higher',
  unit: 'share',
  isDefault: true
} as const;

export const METRIC_FACTS: Readonly<Record<Metric, MetricFacts>> = {
  count: quality('any', 'rows'),
  cardinality: quality('any', 'rows'),
  percent_empty: quality('any', 'percent', { better: 'lower' }),
  mean: quality('numeric', 'value'),
  sum: quality('numeric', 'value'),
  min: quality('numeric', 'value'),
  max: quality('numeric', 'value'),
  p01: quality('numeric', 'value'),
  p25: quality('numeric', 'value'),
  p50: quality('numeric', 'value'),
  p75: quality('numeric', 'value'),
  p99: quality('numeric', 'value'),
  psi: drift('any', true),
  kl_divergence: drift('any', true),
  js_distance: drift('any', true),
  wasserstein: drift('numeric', false, 'value'),
  kolmogorov_smirnov: drift('numeric', false, 'share'),
  chi_square: drift('categorical', false),
  total_variation: drift('categorical', false, 'share'),
  euclidean_distance: { ...drift('embedding', true), kind: 'embedding' },
  cosine_distance: { ...drift('embedding', false), kind: 'embedding' },
  mmd: { ...drift('embedding', false), kind: 'embedding' },
  domain_auc: { ...drift('embedding', false, 'share'), kind: 'embedding' },
  query_distance: { ...drift('embedding', true), kind: 'embedding', against: 'corpus' },
  accuracy: performance('higher', 'share'),
  precision: performance('higher', 'share'),
  recall: performance('higher', 'share'),
  f1: performance('higher', 'share'),
  log_loss: performance('lower', 'score'),
  auc: performance('higher', 'share'),
  brier: performance('lower', 'score'),
  mae: performance('lower', 'value'),
  rmse: performance('lower', 'value'),
  mape: performance('lower', 'share'),
  r2: performance('higher', 'score'),
  bias: performance(null, 'value'),
  ndcg: retrieval,
  precision_at_k: retrieval,
  reciprocal_rank: retrieval,
  hit_rate: retrieval
};

export function isMetric(name: string): name is Metric {
  return Object.hasOwn(METRIC_FACTS, name);
}

/** ISO 8601; start is included, end is not. A missing side is the data set's own bookend (§3.4). */
const Time = v.pipe(v.string(), v.maxLength(40));
const rangeEntries = { start: v.optional(Time), end: v.optional(Time) };
export interface RangeQuery {
  start?: string | undefined;
  end?: string | undefined;
}

const Name = v.pipe(v.string(), v.maxLength(MAX_NAME_LENGTH));
const Names = v.pipe(v.array(Name), v.maxLength(100_000));
const MetricName = v.pipe(v.string(), v.maxLength(60));
/** The two sides of the model; documents of the corpus have no metrics of their own. */
export const SIDES = ['primary', 'reference'] as const;
export type Side = (typeof SIDES)[number];
const SideSchema = v.picklist(SIDES);

/** Choices that only some metrics look at. */
const optionEntries = {
  /** Performance: this class alone instead of the mean over classes; for `auc`, `brier`, `log_loss` the positive one. */
  label: v.optional(Name),
  /** Retrieval: the first k documents; absent: all. */
  k: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)))
};
export interface MetricOptions {
  label?: string | undefined;
  k?: number | undefined;
  /** Of the samples and folds that some metrics of vectors draw; absent: 0. */
  seed?: number | undefined;
}

/** `POST /api/metric`: one number, over exactly [start, end) of one data set (§14.16). */
export const MetricQuery = v.strictObject({
  metric: MetricName,
  /** A scalar dimension or an embedding, by display name; none for metrics of the model. */
  dimension: v.optional(Name),
  dataset: v.optional(SideSchema, 'primary'),
  ...rangeEntries,
  ...optionEntries,
  /** Drift only: random relabelings for a p-value; 0 asks for none. */
  permutations: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000)), 0),
  seed: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4294967295)), 0)
});
export type MetricQuery = v.InferOutput<typeof MetricQuery>;

export interface MetricAnswer {
  value: number | null;
  /** As of a dimension of the session. */
  isTime?: true | undefined;
  /** Share of relabelings that differ at least as much, (b + 1) / (n + 1); null when none was asked for. */
  pValue: number | null;
}

/** `POST /api/signals`: many metrics of many dimensions at once, over one range of the primary rows. */
export const SignalsQuery = v.strictObject({
  /** Absent: the defaults that apply. */
  metrics: v.optional(v.pipe(v.array(MetricName), v.maxLength(100))),
  /** Absent: all dimensions and embeddings. */
  dimensions: v.optional(Names),
  ...rangeEntries,
  ...optionEntries
});
export type SignalsQuery = v.InferOutput<typeof SignalsQuery>;

export type SignalKind = 'dimension' | 'embedding';

export interface Signal {
  name: string;
  kind: SignalKind;
  /** Role of the column, or the kind of the embedding. */
  type: string;
  dataType: 'numeric' | 'categorical' | 'embedding';
  /** As of a dimension of the session. */
  isTime?: true | undefined;
  /**
   * One entry per metric of {@link SignalsAnswer.metrics}, in that order: [primary, reference]. A comparison stands in the
   * first place only. Null where the metric does not apply or has no value.
   */
  values: [primary: number | null, reference: number | null][];
}
export interface SignalsAnswer {
  metrics: Metric[];
  signals: Signal[];
}

/** `POST /api/timeseries` (§4.7): one metric over windows that end at `end`, `end − every`, … while later than `start`. */
export const TimeseriesQuery = v.strictObject({
  metric: MetricName,
  /** Absent: all the metric applies to. Metrics of the model take none; with an empty list `count` is one, too. */
  dimensions: v.optional(Names),
  dataset: v.optional(SideSchema, 'primary'),
  ...rangeEntries,
  ...optionEntries,
  /** Length of a window; absent: what fits the range (§4.7). */
  windowMs: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  /** Distance between the right edges; absent: what fits the range. */
  everyMs: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)))
});
export type TimeseriesQuery = v.InferOutput<typeof TimeseriesQuery>;

/** At most so many windows in one answer; more are refused with the smallest distance that fits. */
export const MAX_WINDOWS = 20_000;

/** What the same metric does inside the reference, where nothing has moved. */
export interface Band {
  mean: number;
  /** Standard deviation over the windows (n − 1). */
  deviation: number;
  /** 2.5 % and 97.5 % quantiles of the windows. */
  low: number;
  high: number;
  windows: number;
  /** Windows of the reference's own times, or random parts of it of the size of a window when its times are too few. */
  from: 'times' | 'parts';
}

export interface Limits {
  lower: number | null;
  upper: number | null;
  /** Where they come from: a constant, or k deviations of the reference. `least` of a default: it is never below that. */
  by: { kind: 'constant' } | { kind: 'deviations'; k: number; least?: number | undefined };
}

export interface Series {
  /** The dimension; empty for metrics of the model. */
  name: string;
  /** As of a dimension of the session. */
  isTime?: true | undefined;
  /** One per time. */
  values: (number | null)[];
  /** The same metric over windows of the reference, one per {@link TimeseriesAnswer.referenceTimes}. */
  reference: (number | null)[];
  band: Band | null;
  limits: Limits | null;
  /** Positions in `values` outside of the limits. */
  alerts: number[];
  /** Over the whole range, and over the whole reference. */
  value: number | null;
  referenceValue: number | null;
}

export interface TimeseriesAnswer {
  metric: Metric;
  /** ISO 8601. */
  start: string;
  end: string;
  windowMs: number;
  everyMs: number;
  /** Right edges, ISO 8601, ascending. */
  times: string[];
  /** Rows in each window, whatever the metric. */
  counts: number[];
  referenceTimes: string[];
  series: Series[];
}

/** One bin of a dimension, as a request names it. Open sides of an interval are null; `key` is {@link Segment.key}'s. */
export const Bin = v.variant('kind', [
  v.strictObject({
    kind: v.literal('interval'),
    /** Included. */
    start: v.nullable(v.number()),
    /** Not included. */
    end: v.nullable(v.number())
  }),
  v.strictObject({ kind: v.literal('category'), key: v.string() }),
  v.strictObject({ kind: v.literal('missing') })
]);
export type Bin = v.InferOutput<typeof Bin>;

/** `POST /api/segments` (§4.5). */
export const SegmentsQuery = v.strictObject({
  dimension: Name,
  /** A performance metric, measured in each bin. */
  metric: v.optional(MetricName),
  ...rangeEntries,
  ...optionEntries
});
export type SegmentsQuery = v.InferOutput<typeof SegmentsQuery>;

export interface Segment {
  bin: Bin;
  /** Text of a category; `[start, end)` of an interval; `(empty)` for missing. 1 and "1" are told apart by it. */
  label: string;
  /** Edges as they are shown: open sides end at the overall minimum or maximum; null when that is infinite or absent. */
  start: number | null;
  end: number | null;
  /** Rows; null when the data set has none at all. */
  primary: number | null;
  reference: number | null;
  /** Of all rows of its data set, 0…1. */
  primaryShare: number | null;
  referenceShare: number | null;
  /** The bin's part of the PSI; null without a reference. */
  psi: number | null;
  /** The metric asked for; null when there is none. */
  primaryMetric: number | null;
  referenceMetric: number | null;
}

export interface SegmentsAnswer {
  dimension: string;
  dataType: 'numeric' | 'categorical';
  /** As of a dimension of the session: edges are then Unix milliseconds. */
  isTime?: true | undefined;
  totals: { primary: number | null; reference: number | null };
  psi: number | null;
  segments: Segment[];
}

/** `POST /api/performance`. */
export const PerformanceQuery = v.strictObject({ ...rangeEntries, ...optionEntries });
export type PerformanceQuery = v.InferOutput<typeof PerformanceQuery>;

export interface ClassReport {
  label: string;
  /** Rows of this class by the actual label, and by the prediction. */
  support: number;
  predicted: number;
  precision: number;
  recall: number;
  f1: number;
}

export interface CalibrationBin {
  low: number;
  high: number;
  count: number;
  meanScore: number;
  /** Share of positives. */
  rate: number;
}

export interface ClassificationReport {
  task: 'classification';
  /** Rows with both labels. */
  count: number;
  metrics: Partial<Record<PerformanceMetric, number | null>>;
  /** By support, largest first; at most {@link MAX_CLASSES}, the rest together in `otherClasses`. */
  classes: ClassReport[];
  otherClasses: number;
  /** `classes` × `classes`, row by row: actual × predicted. The last row and column are other classes, when there are any. */
  confusion: number[];
  /** Needs scores: the score is the probability of `positive`. */
  positive: string | null;
  calibration: CalibrationBin[] | null;
  /** Points of the ROC curve, [false positive rate, true positive rate], thinned to at most 200. */
  roc: [number, number][] | null;
}
export const MAX_CLASSES = 50;

export interface RegressionReport {
  task: 'regression';
  /** Rows with both scores. */
  count: number;
  metrics: Partial<Record<PerformanceMetric, number | null>>;
  /** Prediction minus actual, 30 bins of one width between the 1 % and 99 % quantiles; the outer ones are open. */
  residuals: { start: number; end: number; count: number }[];
  /** Mean prediction per decile of the actual score. */
  deciles: {
    low: number;
    high: number;
    count: number;
    meanActual: number;
    meanPrediction: number;
  }[];
}

export interface PerformanceAnswer {
  /** One sentence when nothing can be measured; else null. */
  reason: string | null;
  primary: ClassificationReport | RegressionReport | null;
  reference: ClassificationReport | RegressionReport | null;
}

/** `POST /api/worst-segments`: parts of the data in which a performance metric is worse than overall, found over all features and tags. */
export const WorstSegmentsQuery = v.strictObject({
  metric: v.optional(MetricName),
  dataset: v.optional(SideSchema, 'primary'),
  ...rangeEntries,
  ...optionEntries,
  /** Segments with fewer rows are left out. */
  minRows: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 30),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)), 20)
});
export type WorstSegmentsQuery = v.InferOutput<typeof WorstSegmentsQuery>;

export interface WorstSegment {
  /** One bin, or two bins of different dimensions that must both hold. */
  where: { dimension: string; bin: Bin; label: string }[];
  count: number;
  share: number;
  value: number;
  /** 95 % confidence interval of the value. */
  low: number;
  high: number;
  /** value − overall. */
  difference: number;
}
export interface WorstSegmentsAnswer {
  metric: Metric;
  overall: number | null;
  segments: WorstSegment[];
}

/** `POST /api/layouts/:hash/measures`: one metric per cluster (§4.8), keyed as in the layout's clusters. */
export const ClusterMeasuresQuery = v.strictObject({
  metric: MetricName,
  /** A column; needed by every data-quality metric but `count`. */
  dimension: v.optional(Name),
  ...optionEntries
});
export type ClusterMeasuresQuery = v.InferOutput<typeof ClusterMeasuresQuery>;
export interface ClusterMeasure {
  id: string;
  primary: number | null;
  reference: number | null;
}

/** `POST /api/compare`: how two sets of rows differ, column by column. */
export interface Difference {
  name: string;
  dataType: 'numeric' | 'categorical';
  /** PSI between the two sets, with the bins of all their rows. */
  psi: number | null;
  /** Mean of a numeric column, or the most over-represented category of `a` against `b` with its shares. */
  a: { mean: number | null; category: string | null; share: number | null };
  b: { mean: number | null; category: string | null; share: number | null };
}

/** Where a threshold holds: one dimension, or every one the metric is measured on. */
export const Threshold = v.strictObject({
  metric: MetricName,
  dimension: v.optional(Name),
  rule: v.variant('kind', [
    v.strictObject({
      kind: v.literal('constant'),
      lower: v.optional(v.nullable(v.pipe(v.number(), v.finite())), null),
      upper: v.optional(v.nullable(v.pipe(v.number(), v.finite())), null)
    }),
    /** Mean ± k standard deviations of the metric in the reference. */
    v.strictObject({
      kind: v.literal('deviations'),
      k: v.pipe(v.number(), v.minValue(0.1), v.maxValue(100))
    }),
    v.strictObject({ kind: v.literal('off') })
  ])
});
export type Threshold = v.InferOutput<typeof Threshold>;

/** `GET` and `PUT /api/thresholds`: kept with the session; the one for a dimension wins over the one for all. */
export const Thresholds = v.pipe(v.array(Threshold), v.maxLength(10_000));
export type Thresholds = v.InferOutput<typeof Thresholds>;

/**
 * Without a rule of the user a metric may leave the reference's mean by three standard deviations. PSI may reach 0.25 in any case, by its
 * rule of thumb a major shift; a small window of the reference itself often goes beyond.
 */
export const DEFAULT_PSI_LIMIT = 0.25;
export const DEFAULT_DEVIATIONS = 3;

/**
 * `GET` and `PUT /api/baseline`: a period of the primary rows that stands in for the reference in every metric of this file, for
 * data that comes without one. `null`: the reference data set.
 */
export const Baseline = v.nullable(v.strictObject({ start: Time, end: Time }));
export type Baseline = v.InferOutput<typeof Baseline>;

/** Rows for which all conditions hold. */
export const Condition = v.variant('kind', [
  v.strictObject({ kind: v.literal('bin'), dimension: Name, bin: Bin }),
  /** Labels as the confusion matrix writes them; absent sides are not looked at. */
  v.strictObject({
    kind: v.literal('outcome'),
    predicted: v.optional(v.string()),
    actual: v.optional(v.string())
  }),
  v.strictObject({
    kind: v.literal('correctness'),
    is: v.picklist(['correct', 'incorrect', 'unknown'])
  }),
  /** Residuals (prediction − actual) from start to end; null is open. */
  v.strictObject({
    kind: v.literal('residual'),
    start: v.nullable(v.number()),
    end: v.nullable(v.number())
  })
]);
export type Condition = v.InferOutput<typeof Condition>;

/** Rows of a data set by time and conditions; the range narrows the primary rows only, unless `dataset` names the other. */
export const WhereSource = v.strictObject({
  kind: v.literal('where'),
  /** Absent: primary and reference. */
  dataset: v.optional(DatasetRoleSchema),
  ...rangeEntries,
  conditions: v.optional(v.pipe(v.array(Condition), v.maxLength(100)), [])
});
export type WhereSource = v.InferOutput<typeof WhereSource>;
