import type { MetricAnswer, MetricQuery } from '../../contract/metrics.ts';
import type { Model } from '../model.ts';
import { createMeter } from './create-meter.ts';
import { findMetric, resolveSubject } from './find-subject.ts';
import type { Rules } from './measures.ts';
import { markTime } from './meter.ts';
import { findRows, findSide } from './side-rows.ts';

/** One metric over exactly [start, end) of one data set (§14.16); null, and a count of 0, of a data set that is not there. */
export function measureMetric(model: Model, rules: Rules, ask: MetricQuery): MetricAnswer {
  const metric = findMetric(ask.metric);
  const subject = resolveSubject(model, metric, ask.dimension);
  const side = findSide(model, rules, ask.dataset);
  if (!side) {
    return { value: metric === 'count' ? 0 : null, pValue: null };
  }
  const baseline = findSide(model, rules, 'reference')?.rows ?? null;
  const meter = createMeter({ model, rules, metric, subject, baseline, options: ask });
  const rows = findRows(side, ask);
  const value = meter.measure(rows);
  return {
    value,
    ...markTime(subject),
    pValue:
      value !== null && ask.permutations > 0
        ? (meter.testBy?.(rows, ask.permutations, ask.seed) ?? null)
        : null
  };
}
