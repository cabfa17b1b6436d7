import type { Model } from '../model.ts';
import { compareRows } from './compare-rows.ts';
import { findWorstSegments } from './find-worst-segments.ts';
import { measureClusters } from './measure-clusters.ts';
import { measureMetric } from './measure-metric.ts';
import { measurePerformance } from './measure-performance.ts';
import { measureSegments } from './measure-segments.ts';
import { measureSignals } from './measure-signals.ts';
import { measureTimeseries } from './measure-timeseries.ts';
import type { MeasureName, Measures, Rules } from './measures.ts';

type Answerers = {
  readonly [Name in MeasureName]: (
    model: Model,
    rules: Rules,
    ask: Measures[Name]['ask']
  ) => Measures[Name]['answer'];
};

const ANSWERERS: Answerers = {
  metric: measureMetric,
  signals: measureSignals,
  timeseries: measureTimeseries,
  segments: measureSegments,
  performance: measurePerformance,
  worstSegments: findWorstSegments,
  clusters: measureClusters,
  compare: compareRows
};

/** Answers one request; throws Failure for names that are not there and for what cannot be measured. */
export function measure<Name extends MeasureName>(
  model: Model,
  rules: Rules,
  ask: { name: Name } & Measures[Name]['ask']
): Measures[Name]['answer'] {
  const { name, ...rest } = ask;
  const answer = ANSWERERS[name] as (
    model: Model,
    rules: Rules,
    ask: unknown
  ) => Measures[Name]['answer'];
  return answer(model, rules, rest);
}
