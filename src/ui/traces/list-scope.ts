import type { SpanScope } from '../../contract/traces.ts';
import type { TraceListing } from '../../contract/view-state.ts';
import type { Line, ListScope } from '../span/span-questions.ts';

/** The spans of everything that is listed: a line of spans is itself, one of traces all of its spans. */
export function scopeOfAll(scope: ListScope, listing: TraceListing): SpanScope {
  return {
    ...scope,
    rootsOnly: false,
    ...(listing !== 'spans' && { wholeTraces: true })
  };
}

/** The spans of some lines. */
export function scopeOfLines(ids: readonly string[], listing: TraceListing): SpanScope {
  const plain = { filter: '', rootsOnly: false };
  switch (listing) {
    case 'traces':
      return { ...plain, only: { kind: 'traces', traceIds: [...ids] } };
    case 'sessions':
      return {
        ...plain,
        only: {
          kind: 'sessions',
          sessions: ids.map(id => {
            const [project, sessionId] = JSON.parse(id) as [string, string];
            return { project, sessionId };
          })
        }
      };
    case 'spans':
      return {
        ...plain,
        only: {
          kind: 'spans',
          spans: ids.map(id => {
            const [traceId = '', spanId = ''] = id.split('/');
            return { traceId, spanId };
          })
        }
      };
  }
}

/** What copies of a line's id give. */
export function plainIdOf(id: string, listing: TraceListing): string {
  return listing === 'sessions'
    ? (JSON.parse(id) as [string, string])[1]
    : (id.split('/').at(-1) ?? id);
}

/** The lines that a selection names; undefined when it is everything a filter leaves. */
export function readLineIds({
  only
}: SpanScope): { listing: TraceListing; ids: string[] } | undefined {
  switch (only?.kind) {
    case 'traces':
      return { listing: 'traces', ids: only.traceIds };
    case 'sessions':
      return {
        listing: 'sessions',
        ids: only.sessions.map(({ project, sessionId }) => JSON.stringify([project, sessionId]))
      };
    case 'spans':
      return {
        listing: 'spans',
        ids: only.spans.map(({ traceId, spanId }) => `${traceId}/${spanId}`)
      };
    default:
      return undefined;
  }
}

/** Whether two scopes mean the same spans, whatever the order of their fields. */
export function isSameScope(a: SpanScope, b: SpanScope): boolean {
  return describe(a) === describe(b);
}

function describe({ project, filter, start, end, session, only, wholeTraces }: SpanScope): string {
  return JSON.stringify([project, filter.trim(), start, end, session, only, wholeTraces === true]);
}

/** The line of Python that gives the same spans as a frame; undefined where none does. */
export function pythonOf({
  project,
  filter,
  start,
  end,
  only,
  wholeTraces
}: SpanScope): string | undefined {
  if (only !== undefined || (wholeTraces === true && filter.trim() !== '')) {
    return undefined;
  }
  const given = [
    ...(filter.trim() === '' ? [] : [JSON.stringify(filter)]),
    ...(start === undefined ? [] : [`start_time=${JSON.stringify(start)}`]),
    ...(end === undefined ? [] : [`stop_time=${JSON.stringify(end)}`]),
    ...(project === undefined ? [] : [`project=${JSON.stringify(project)}`])
  ];
  return `session.get_spans_dataframe(${given.join(', ')})`;
}

/** The trace that a line opens; undefined for a conversation, which opens its traces. */
export function traceOf(line: Line): { trace: string; span?: string } | undefined {
  switch (line.kind) {
    case 'traces':
      return { trace: line.id };
    case 'spans':
      return { trace: line.span.traceId, span: line.span.spanId };
    case 'sessions':
      return undefined;
  }
}
