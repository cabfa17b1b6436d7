import { useMemo } from 'react';
import type { SessionState } from '../../contract/session.ts';
import { useBaseline } from '../app/queries.ts';
import { useViewState } from '../app/view-state-context.tsx';
import { readSignalScope, type SignalScope } from './signal-scope.ts';

/** What the view-state says of it; the same object as long as that says the same. */
export function useSignalScope(session: SessionState): SignalScope {
  const { data: baseline } = useBaseline();
  const range = useViewState('range');
  const moment = useViewState('moment');
  const granularity = useViewState('granularity');
  const metric = useViewState('metric');
  return useMemo(
    () =>
      readSignalScope(session, baseline, {
        ...(range && { range }),
        ...(moment !== undefined && { moment }),
        ...(granularity && { granularity }),
        ...(metric !== undefined && { metric })
      }),
    [session, baseline, range, moment, granularity, metric]
  );
}
