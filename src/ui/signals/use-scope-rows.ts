import type { SessionState } from '../../contract/session.ts';
import { useMetric } from '../app/queries.ts';
import { useScopeCount } from '../app/scope-context.tsx';
import type { SignalScope } from './signal-scope.ts';

/** Tells the scope line how many rows of the primary the range leaves. */
export function useScopeRows(session: SessionState, { range }: SignalScope): void {
  const { data } = useMetric(range && { metric: 'count', ...range });
  const total = session.datasets.primary?.rowCount ?? 0;
  useScopeCount(
    'signals',
    range && typeof data?.value === 'number' ? { shown: data.value, total } : undefined
  );
}
