import { Failure } from '../../contract/failures.ts';
import type { Model } from '../model.ts';
import { measureMetric } from './measure-metric.ts';
import { measureSegments } from './measure-segments.ts';
import { measureSignals } from './measure-signals.ts';
import { measureTimeseries } from './measure-timeseries.ts';
import type { MeasureName, Measures, Rules } from './measures.ts';

type Answerers = {
  [Name in MeasureName]?: (
    model: Model,
    rules: Rules,
    ask: Measures[Name]['ask']
  ) => Measures[Name]['answer'];
};

const ANSWERERS: Answerers = {
  metric: measureMetric,
  signals: measureSignals,
  timeseries: measureTimeseries,
  segments: measureSegments
};

/** Answers one request; throws Failure for names that are not there and for what cannot be measured. */
export function measure<Name extends MeasureName>(
  model: Model,
  rules: Rules,
  ask: { name: Name } & Measures[Name]['ask']
): Measures[Name]['answer'] {
  const { name, ...rest } = ask;
  const answer = ANSWERERS[name] as
    ((model: Model, rules: Rules, ask: unknown) => Measures[Name]['answer']) | undefined;
  if (!answer) {
    throw new Failure('metric/unknown', `Cannot measure ${name}: there is nothing that does`);
  }
  return answer(model, rules, rest);
}
