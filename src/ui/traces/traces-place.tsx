import './traces.css';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslate } from '../app/locale-context.tsx';
import { useProjects } from '../app/queries.ts';
import { KEYS } from '../app/questions.ts';
import { useServerEvent } from '../app/server-events-context.tsx';
import { FailureState, Loading } from '../parts/states.tsx';
import { TraceSplit } from '../trace/trace-split.tsx';
import { NoSpans } from './no-spans.tsx';
import { TracesList } from './traces-list.tsx';
import { TRACES_MESSAGES } from './traces-messages.ts';

/** What language models and their surroundings did: a list of traces and spans, and the trace that is open. */
export function TracesPlace() {
  return (
    <TraceSplit>
      <TracesOverview />
    </TraceSplit>
  );
}

/** Traces and spans, the numbers of them, and a filter. */
function TracesOverview() {
  const t = useTranslate(TRACES_MESSAGES);
  const projects = useProjects();
  if (projects.data === undefined) {
    return projects.isError ? (
      <FailureState error={projects.error} onRetry={() => void projects.refetch()} />
    ) : (
      <Loading what={t('loading')} />
    );
  }
  return projects.data.some(({ spans }) => spans > 0) ? <TracesList /> : <FirstSpans />;
}

/** Waits for the first span to come. */
function FirstSpans() {
  const queries = useQueryClient();
  useServerEvent('spans', () => void queries.invalidateQueries({ queryKey: KEYS.spans }));
  return <NoSpans />;
}
