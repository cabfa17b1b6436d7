import type { QueryClient } from '@tanstack/react-query';
import type { ExportEntry } from '../../contract/export.ts';
import type { Job } from '../../contract/map.ts';
import type { Pins } from '../../contract/pins.ts';
import type { SelectionState } from '../../contract/selection.ts';
import type { SessionState } from '../../contract/session.ts';
import type { SpanMapState } from '../../contract/span-map.ts';
import type { SpanSelectionState } from '../../contract/traces.ts';
import { KEYS } from './questions.ts';
import type { ServerEventStream } from './server-events.ts';

/** Keeps what the page knows in step with what the server tells; returns what ends it. */
export function keepFresh(client: QueryClient, stream: ServerEventStream): () => void {
  const refresh = (queryKey: readonly unknown[]) => void client.invalidateQueries({ queryKey });
  let hasConnected = false;
  const ends = [
    stream.on('hello', ({ revision, continues }) => {
      // A later hello may follow a gap in the stream. The first comes while the page loads what it shows: only data that was
      // loaded between the page's first question and this stream would be missed.
      if (hasConnected ? !continues : isOlder(client, revision)) {
        void client.invalidateQueries();
      }
      hasConnected = true;
    }),
    stream.on('session', () => void client.invalidateQueries()),
    stream.on('job', job => {
      client.setQueryData(KEYS.job(job.id), job);
      client.setQueryData<Job[]>(KEYS.jobs, jobs => jobs && withJob(jobs, job));
      if (job.state !== 'running') {
        refresh(KEYS.layouts(job.embedding));
      }
    }),
    stream.on('clusters', ({ layout }) => {
      refresh(KEYS.layout(layout));
      refresh(['layouts', 'of']);
    }),
    stream.on('selection', selection => {
      client.setQueryData<SelectionState>(KEYS.selection, selection);
      refresh([...KEYS.rows, 'selection']);
    }),
    // Who shows spans reads them again in its own time; what nobody shows is read again before somebody does.
    stream.on(
      'spans',
      () =>
        void client.invalidateQueries({
          queryKey: KEYS.spans,
          type: 'inactive',
          refetchType: 'none'
        })
    ),
    stream.on('spanSelection', selected => {
      client.setQueryData<SpanSelectionState>(KEYS.spanSelection, selected);
    }),
    stream.on('spanMap', state => {
      client.setQueryData<SpanMapState>(KEYS.spanMap, known => newerOf(known, state));
    }),
    stream.on('pins', pins => {
      client.setQueryData<Pins>(KEYS.pins, pins);
    }),
    stream.on('rules', () => {
      refresh(['rules']);
      refresh(KEYS.measures);
    }),
    stream.on('export', entry => {
      client.setQueryData<ExportEntry[]>(KEYS.exports, (entries = []) => [
        ...entries.filter(({ name }) => name !== entry.name),
        entry
      ]);
      refresh(KEYS.exports);
    }),
    stream.on('exportDeleted', ({ name }) => {
      client.setQueryData<ExportEntry[]>(KEYS.exports, (entries = []) =>
        entries.filter(entry => entry.name !== name)
      );
    })
  ];
  return () => ends.forEach(end => end());
}

/** Whether what the page knows of the session was said before the data of this revision was there. */
function isOlder(client: QueryClient, revision: number): boolean {
  const session = client.getQueryData<SessionState>(KEYS.session);
  return session !== undefined && session.revision !== revision;
}

/** What is told twice, by an answer and by an event, may come in either order. */
export function newerOf(known: SpanMapState | undefined, state: SpanMapState): SpanMapState {
  return known && known.revision > state.revision ? known : state;
}

function withJob(jobs: readonly Job[], job: Job): Job[] {
  return jobs.some(({ id }) => id === job.id)
    ? jobs.map(known => (known.id === job.id ? job : known))
    : [...jobs, job];
}
