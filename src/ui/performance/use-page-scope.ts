import type { Metric, Side } from '../../contract/metrics.ts';
import type { SessionState } from '../../contract/session.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { useBaseline } from '../app/queries.ts';
import { useViewState } from '../app/view-state-context.tsx';
import { fittingGranularity, listGranularities, windowsOf } from '../strip/granularity.ts';
import type { Range } from '../strip/presets.ts';
import { PERFORMANCE_MESSAGES } from './performance-messages.ts';
import { useExtent, useRange } from '../strip/use-strip-range.ts';

/** What all of the page is measured over. */
export interface PageScope {
  /** All times of the primary; absent where it has none. */
  extent: Range | undefined;
  /** The window that is looked at, else the range; absent: everything. */
  range: Range | undefined;
  isWindow: boolean;
  /** A period of the primary in place of the reference. */
  baseline: Range | undefined;
  /** The class that is looked at. */
  label: string | undefined;
  names: Record<Side, string>;
}

/** `metric` is that of the series over the page: it says how long a window is. */
export function usePageScope(session: SessionState, metric: Metric): PageScope {
  const t = useTranslate(PERFORMANCE_MESSAGES);
  const extent = useExtent(session);
  const range = useRange();
  const moment = useViewState('moment');
  const asked = useViewState('granularity');
  const label = useViewState('label');
  const { data: baseline } = useBaseline();
  const { primary, reference } = session.datasets;
  const length = extent ? Date.parse(extent.end) - Date.parse(extent.start) : 0;
  const granularity =
    asked !== undefined && listGranularities(length).includes(asked)
      ? asked
      : fittingGranularity(length);
  const end = moment === undefined || !extent ? NaN : Date.parse(moment);
  const isWindow = !Number.isNaN(end);
  const window = isWindow
    ? {
        start: new Date(end - windowsOf(metric, granularity).windowMs).toISOString(),
        end: new Date(end).toISOString()
      }
    : undefined;
  return {
    extent,
    range: window ?? range,
    isWindow,
    baseline: baseline ?? undefined,
    label,
    names: {
      primary: primary?.name ?? 'primary',
      reference: baseline ? t('baseline') : (reference?.name ?? 'reference')
    }
  };
}
