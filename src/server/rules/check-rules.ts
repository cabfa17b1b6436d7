import { Failure } from '../../contract/failures.ts';
import {
  METRIC_FACTS,
  type Baseline,
  type Threshold,
  type Thresholds
} from '../../contract/metrics.ts';
import { findMetric, resolveSubject } from '../../inferences/measures/find-subject.ts';
import type { Model } from '../../inferences/model.ts';
import { findFirstRow, readInstant } from '../../inferences/time-range.ts';

/** The thresholds, if the data has what they name; throws Failure for the first that cannot hold. */
export function checkThresholds(model: Model, thresholds: Thresholds): Thresholds {
  thresholds.forEach(threshold => checkThreshold(model, threshold));
  const seen = new Set<string>();
  for (const { metric, dimension } of thresholds) {
    const key = JSON.stringify([metric, dimension]);
    if (seen.has(key)) {
      throw new Failure(
        'metric/invalid',
        `Cannot hold two thresholds for ${metric} of ${dimension === undefined ? 'every dimension' : JSON.stringify(dimension)}`
      );
    }
    seen.add(key);
  }
  return thresholds;
}

function checkThreshold(model: Model, { metric: name, dimension, rule }: Threshold): void {
  const metric = findMetric(name);
  if (dimension !== undefined) {
    if (METRIC_FACTS[metric].on === 'model') {
      throw new Failure(
        'metric/invalid',
        `Cannot hold ${JSON.stringify(dimension)} against a threshold of ${metric}: it is measured on the model as a whole`
      );
    }
    resolveSubject(model, metric, dimension);
  }
  if (rule.kind === 'constant') {
    const { lower, upper } = rule;
    if (lower === null && upper === null) {
      throw new Failure(
        'metric/invalid',
        `Cannot hold ${metric} against a threshold without limits: lower or upper is needed`
      );
    }
    if (lower !== null && upper !== null && lower > upper) {
      throw new Failure(
        'metric/invalid',
        `Cannot hold ${metric} against limits from ${lower} to ${upper}: the lower one must not be above the upper`
      );
    }
  }
}

/** Whether primary rows lie in a period; throws Failure for times that are none. */
export function hasRowsBetween(
  { datasets: { primary } }: Model,
  { start, end }: NonNullable<Baseline>
): boolean {
  const first = primary && findFirstRow(primary, readInstant(start, 'metric/invalid'));
  const last = primary && findFirstRow(primary, readInstant(end, 'metric/invalid'));
  return (first ?? 0) < (last ?? 0);
}

/** The baseline with its ends in UTC, if it is a period with primary rows in it; throws Failure otherwise. */
export function checkBaseline(model: Model, baseline: Baseline): Baseline {
  if (baseline === null) {
    return null;
  }
  const startMs = readInstant(baseline.start, 'metric/invalid');
  const endMs = readInstant(baseline.end, 'metric/invalid');
  const { start, end } = baseline;
  if (!(startMs < endMs)) {
    throw new Failure(
      'metric/invalid',
      `Cannot take ${start} to ${end} as baseline: it must end after it starts`
    );
  }
  if (!hasRowsBetween(model, baseline)) {
    throw new Failure(
      'metric/invalid',
      `Cannot take ${start} to ${end} as baseline: no primary row lies in it`
    );
  }
  return { start: new Date(startMs).toISOString(), end: new Date(endMs).toISOString() };
}
