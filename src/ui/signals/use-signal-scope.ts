import { useMemo } from 'react';
import type { SessionState } from '../../contract/session.ts';
import { useBaseline } from '../app/queries.ts';
import { useViewState } from '../app/view-state-context.tsx';
import { fittingGranularity, listGranularities, windowsOf } from '../strip/granularity.ts';
import { type DataFacts, factsOf, type Measured, readMeasured } from '../strip/metric-choices.ts';
import type { Range } from '../strip/presets.ts';
import { useExtent, useRange } from '../strip/use-strip-range.ts';

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
export function useSignalScope(session: SessionState): SignalScope {
  const { data: baseline } = useBaseline();
  const extent = useExtent(session);
  const range = useRange();
  const moment = useViewState('moment');
  const asked = useViewState('granularity');
  const written = useViewState('metric');
  const facts = useMemo(() => factsOf(session, baseline), [session, baseline]);
  const measured = readMeasured(written) ?? {
    metric: facts.hasReference ? 'psi' : 'percent_empty'
  };
  const { metric } = measured;
  const window = useMemo(() => {
    const end = moment === undefined ? NaN : Date.parse(moment);
    if (Number.isNaN(end) || !extent) {
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
  }, [moment, extent, asked, metric]);
  return { facts, extent, range: window ?? range, isWindow: window !== undefined, measured };
}
