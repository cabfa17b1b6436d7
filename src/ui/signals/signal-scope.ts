import type { SessionState } from '../../contract/session.ts';
import { firstMetric } from '../../contract/signal-questions.ts';
import type { ViewState } from '../../contract/view-state.ts';
import { extentOf, rangeOf } from '../strip/extent-of.ts';
import { fittingGranularity, listGranularities, windowsOf } from '../strip/granularity.ts';
import { type DataFacts, factsOf, type Measured, readMeasured } from '../strip/metric-choices.ts';
import type { Range } from '../strip/presets.ts';

/** What the reader looks at: which metric, over which rows. */
export interface SignalScope {
  facts: DataFacts;
  /** All times of the primary; undefined without any. */
  extent: Range | undefined;
  /** The window that is looked at, else the chosen range; undefined for everything. */
  range: Range | undefined;
  /** Whether `range` is one window. */
  isWindow: boolean;
  measured: Measured;
}

/** Without a choice: drift where there is something to compare with, else how much is missing. */
export function readSignalScope(
  session: SessionState,
  baseline: unknown,
  view: Pick<ViewState, 'range' | 'moment' | 'granularity' | 'metric'>
): SignalScope {
  const extent = extentOf(session.datasets.primary);
  const facts = factsOf(session, baseline);
  const measured = readMeasured(view.metric) ?? {
    metric: firstMetric(facts.hasReference)
  };
  const window = extent && readWindow(extent, measured, view);
  return {
    facts,
    extent,
    range: window ?? rangeOf(view.range),
    isWindow: window !== undefined,
    measured
  };
}

function readWindow(
  extent: Range,
  { metric }: Measured,
  { moment, granularity: asked }: Pick<ViewState, 'moment' | 'granularity'>
): Range | undefined {
  const end = moment === undefined ? NaN : Date.parse(moment);
  if (Number.isNaN(end)) {
    return undefined;
  }
  const length = Date.parse(extent.end) - Date.parse(extent.start);
  const granularity =
    asked !== undefined && listGranularities(length).includes(asked)
      ? asked
      : fittingGranularity(length);
  const { windowMs } = windowsOf(metric, granularity);
  return {
    start: new Date(end - windowMs).toISOString(),
    end: new Date(end).toISOString()
  };
}
