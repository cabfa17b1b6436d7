import {
  METRIC_FACTS,
  type Series,
  type TimeseriesAnswer,
  type TimeseriesQuery
} from '../../contract/metrics.ts';
import type { Model } from '../model.ts';
import { checkPace, choosePace, cutWindows, isTooMany, type CutWindows } from './choose-windows.ts';
import { createMeter } from './create-meter.ts';
import { appliesTo, findMetric, listSubjects, resolveSubject } from './find-subject.ts';
import { findAlerts, findLimits, measureBand, splitRandomly } from './measure-band.ts';
import type { Rules } from './measures.ts';
import { markTime, measureEach, nameOf, type Subject } from './meter.ts';
import { countRows, findRows, findSide, findSpan, type SideRows } from './side-rows.ts';

const NO_WINDOWS: CutWindows = { edges: new Float64Array(0), windows: [] };

/** One metric over windows of time (§4.7), beside the same over windows of the reference. */
export function measureTimeseries(
  model: Model,
  rules: Rules,
  ask: TimeseriesQuery
): TimeseriesAnswer {
  const metric = findMetric(ask.metric);
  const subjects = chooseSubjects();
  const side = findSide(model, rules, ask.dataset);
  const reference = findSide(model, rules, 'reference');
  const span = side && findSpan(side, ask);
  const nowMs = Date.now();
  const { startMs, endMs } = span ?? { startMs: nowMs, endMs: nowMs };
  const pace = choosePace(metric, { startMs, endMs }, ask);
  checkPace({ startMs, endMs }, pace);
  const { edges, windows } = side && span ? cutWindows(side, span, pace) : NO_WINDOWS;
  const own = reference && findSpan(reference, {});
  const inReference =
    reference && own && !isTooMany(own, pace) ? cutWindows(reference, own, pace) : NO_WINDOWS;
  const counts = windows.map(countRows);
  let parts: readonly SideRows[] | undefined;
  const takeParts = () =>
    (parts ??= reference ? splitRandomly(reference.rows, averageSize(counts)) : []);
  return {
    metric,
    start: toIso(startMs),
    end: toIso(endMs),
    ...pace,
    times: Array.from(edges, toIso),
    counts,
    referenceTimes: Array.from(inReference.edges, toIso),
    series: subjects.map(measureSeries)
  };

  function chooseSubjects(): Subject[] {
    const { on } = METRIC_FACTS[metric];
    if (on === 'model' || (metric === 'count' && ask.dimensions?.length === 0)) {
      return [resolveSubject(model, metric, ask.dimensions?.[0])];
    }
    return (
      ask.dimensions?.map(name => resolveSubject(model, metric, name)) ??
      listSubjects(model).filter(subject => appliesTo(metric, subject))
    );
  }

  function measureSeries(subject: Subject): Series {
    const name = nameOf(subject);
    const baseline = reference?.rows ?? null;
    const meter = createMeter({ model, rules, metric, subject, baseline, options: ask });
    const values = [...measureEach(meter, windows)];
    const overReference = [...measureEach(meter, inReference.windows)];
    const band = reference && measureBand(metric, meter, overReference, takeParts);
    const limits = findLimits(metric, name, rules.thresholds, band);
    return {
      name,
      ...markTime(subject),
      values,
      reference: overReference,
      band,
      limits,
      alerts: findAlerts(values, limits),
      value: side ? meter.measure(findRows(side, ask)) : metric === 'count' ? 0 : null,
      referenceValue:
        reference && METRIC_FACTS[metric].against === null ? meter.measure(reference.rows) : null
    };
  }
}

/** Rows of a window that has any. */
function averageSize(counts: readonly number[]): number {
  const filled = counts.filter(count => count > 0);
  return filled.reduce((sum, count) => sum + count, 0) / Math.max(1, filled.length);
}

function toIso(ms: number): string {
  return new Date(ms).toISOString();
}
