import {
  METRIC_FACTS,
  METRICS,
  type Metric,
  type Signal,
  type SignalsAnswer,
  type SignalsQuery
} from '../../contract/metrics.ts';
import type { Model } from '../model.ts';
import { createMeter } from './create-meter.ts';
import { appliesTo, findMetric, findSubject, listSubjects } from './find-subject.ts';
import type { Rules } from './measures.ts';
import { markTime, nameOf, type Subject } from './meter.ts';
import { findRows, findSide } from './side-rows.ts';

/** Many metrics of many dimensions at once; of the primary over the range, of the reference over all of it. */
export function measureSignals(model: Model, rules: Rules, ask: SignalsQuery): SignalsAnswer {
  const subjects = ask.dimensions?.map(name => findSubject(model, name)) ?? listSubjects(model);
  const metrics = chooseMetrics(ask.metrics, subjects);
  const primary = findSide(model, rules, 'primary');
  const reference = findSide(model, rules, 'reference');
  const rows = primary && findRows(primary, ask);
  const measure = (subject: Subject, metric: Metric): [number | null, number | null] => {
    if (!appliesTo(metric, subject)) {
      return [null, null];
    }
    const meter = createMeter({
      model,
      rules,
      metric,
      subject,
      baseline: reference?.rows ?? null,
      options: ask
    });
    const ofNothing = metric === 'count' ? 0 : null;
    return [
      rows ? meter.measure(rows) : ofNothing,
      METRIC_FACTS[metric].against !== null
        ? null
        : reference
          ? meter.measure(reference.rows)
          : ofNothing
    ];
  };
  return {
    metrics,
    signals: subjects.map(subject => ({
      ...describe(subject),
      values: metrics.map(metric => measure(subject, metric))
    }))
  };
}

/** The metrics asked for, or the defaults that say something of at least one of the subjects. */
function chooseMetrics(
  asked: readonly string[] | undefined,
  subjects: readonly Subject[]
): Metric[] {
  return (
    asked?.map(findMetric) ??
    METRICS.filter(
      metric =>
        METRIC_FACTS[metric].isDefault && subjects.some(subject => appliesTo(metric, subject))
    )
  );
}

function describe(subject: Subject): Omit<Signal, 'values'> {
  const name = nameOf(subject);
  switch (subject.kind) {
    case 'dimension': {
      const { type, dataType } = subject.dimension;
      return { name, kind: 'dimension', type, dataType, ...markTime(subject) };
    }
    case 'embedding':
      return { name, kind: 'embedding', type: subject.embedding.kind, dataType: 'embedding' };
    case 'model':
      throw new TypeError('Cannot describe the model as a signal');
  }
}
