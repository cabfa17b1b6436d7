import type {
  Baseline,
  ClusterMeasure,
  ClusterMeasuresQuery,
  MetricAnswer,
  MetricQuery,
  PerformanceAnswer,
  PerformanceQuery,
  SegmentsAnswer,
  SegmentsQuery,
  SignalsAnswer,
  SignalsQuery,
  Thresholds,
  TimeseriesAnswer,
  TimeseriesQuery,
  WorstSegmentsAnswer,
  WorstSegmentsQuery
} from '../../contract/metrics.ts';
import type { CompareAnswer } from '../../contract/rows.ts';
import type { Rows } from '../rows.ts';

/** What the user decided that answers depend on, besides the data. */
export interface Rules {
  readonly thresholds: Thresholds;
  readonly baseline: Baseline;
}

/** Everything that can be measured of a model: what is asked, and what comes back. Plain data that threads can pass on. */
export interface Measures {
  metric: { ask: MetricQuery; answer: MetricAnswer };
  signals: { ask: SignalsQuery; answer: SignalsAnswer };
  timeseries: { ask: TimeseriesQuery; answer: TimeseriesAnswer };
  segments: { ask: SegmentsQuery; answer: SegmentsAnswer };
  performance: { ask: PerformanceQuery; answer: PerformanceAnswer };
  worstSegments: { ask: WorstSegmentsQuery; answer: WorstSegmentsAnswer };
  /** Points of a layout and their clusters (−1: none). */
  clusters: {
    ask: ClusterMeasuresQuery & { points: Rows; labels: Int32Array };
    answer: ClusterMeasure[];
  };
  compare: { ask: { a: Rows; b: Rows }; answer: CompareAnswer };
}
export type MeasureName = keyof Measures;
export type MeasureAsk = {
  [Name in MeasureName]: { name: Name } & Measures[Name]['ask'];
}[MeasureName];
