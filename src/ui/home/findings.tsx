import './findings.css';
import { useMemo } from 'react';
import type { SessionState } from '../../contract/session.ts';
import { useFormat } from '../app/locale-context.tsx';
import { sortLines } from '../signals/sort-lines.ts';
import { useSignalLines } from '../signals/use-signal-lines.ts';
import { useSignalScope } from '../signals/use-signal-scope.ts';
import { BrokenCard } from './broken-card.tsx';
import { MovedCard } from './moved-card.tsx';
import { useTroubles } from './use-troubles.ts';

/** What moved and what is broken; it comes after what is loaded, into room kept for it. */
export function Findings({ session }: { session: SessionState }) {
  const format = useFormat();
  const scope = useSignalScope(session);
  const { lines, isComplete, error, retry } = useSignalLines(session, scope);
  const sorted = useMemo(
    () => (isComplete && lines ? sortLines(lines, undefined, format.locale) : undefined),
    [isComplete, lines, format.locale]
  );
  const broken = useTroubles(session, scope, sorted);
  return (
    <>
      <MovedCard session={session} scope={scope} lines={sorted} error={error} onRetry={retry} />
      <BrokenCard
        session={session}
        troubles={broken.troubles}
        error={broken.error ?? (broken.troubles ? null : error)}
        onRetry={broken.retry}
        range={scope.range}
        hasReference={scope.facts.hasReference}
      />
    </>
  );
}
