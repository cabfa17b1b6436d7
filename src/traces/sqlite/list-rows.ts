import type { DatabaseSync } from 'node:sqlite';
import type {
  Page,
  SessionRow,
  SessionSort,
  SessionsQuery,
  SpanRow,
  SpansQuery,
  TraceRow,
  TraceSort,
  TracesQuery
} from '../../contract/traces.ts';
import { findRows } from '../columns/find-rows.ts';
import { markTraces } from '../columns/mark-traces.ts';
import { afterSql, decodePlace, encodePlace, orderBy, type SortColumn } from './page-sql.ts';
import { allOf, bindingsOf, TRUE, type Sql, type SqlValue } from './scope-sql.ts';
import { selectRows, type SpanSource } from './select-rows.ts';
import { ROW_COLUMNS, ROW_FROM, toNumber, toSpanRow, toText, type Row } from './span-rows.ts';

/** A page of spans; the rows are found first, and only those shown are read in full. */
export function listSpans(source: SpanSource, query: SpansQuery): Page<SpanRow> {
  const { sort, after, limit } = query;
  const found = findRows(source.table, selectRows(source, query), {
    sort,
    after: after === undefined ? undefined : decodePlace(after),
    limit: limit + 1
  });
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const ids = shown.map(([, id]) => id);
  return {
    rows: readRows(source.db, ids),
    next: found.length > limit && last ? encodePlace(...last) : null
  };
}

/** Rows of spans in the order of their ids. */
export function readRows(db: DatabaseSync, ids: readonly number[]): SpanRow[] {
  const read = db.prepare(`SELECT ${ROW_COLUMNS} FROM ${ROW_FROM} WHERE s.id = ?`);
  return ids.flatMap(id => {
    const row = read.get(id);
    return row ? [toSpanRow(row)] : [];
  });
}

const traceColumn = (expression: string, isNullable: boolean): SortColumn => ({
  expression,
  isNullable,
  id: 'q.id'
});
const TRACE_COLUMNS: Record<TraceSort, SortColumn> = {
  start: traceColumn('q.start_us', false),
  name: traceColumn('(SELECT name FROM spans WHERE id = q.root)', true),
  latency: traceColumn('(SELECT latency_us FROM spans WHERE id = q.root)', true),
  spans: traceColumn('q.spans', false),
  errors: traceColumn('q.errors', false),
  totalTokens: traceColumn('q.total', false),
  cost: traceColumn('q.cost', true)
};

export function listTraces(source: SpanSource, query: TracesQuery): Page<TraceRow> {
  const { db } = source;
  const { ids, next } = findPage(db, {
    select: 'q.id',
    from: { text: 'traces q', values: [] },
    where: tracesOf(source, query),
    column: TRACE_COLUMNS[query.sort.by],
    query
  });
  const read = db.prepare(
    'SELECT q.*, p.name AS project_name FROM traces q JOIN projects p ON p.id = q.project WHERE q.id = ?'
  );
  const rows = ids.flatMap(id => {
    const row = read.get(id);
    const [root] = row ? readRows(db, [Number(row['root'])]) : [];
    return row && root ? [toTraceRow(row, root)] : [];
  });
  return { rows, next };
}

/** Traces q that hold a span of the scope. Without a filter the table of traces knows itself. */
function tracesOf(source: SpanSource, query: TracesQuery | SessionsQuery): Sql {
  const { project, session, filter, start, end, rootsOnly, only } = query;
  const isNarrow = start !== undefined || end !== undefined || rootsOnly || only !== undefined;
  if (filter.trim() !== '' || isNarrow) {
    const traces = markTraces(source.table, selectRows(source, query));
    source.db.function('is_chosen', id => (traces.has(Number(id)) ? 1 : 0));
    return { text: 'is_chosen(q.id)', values: [] };
  }
  return allOf(
    project === undefined
      ? TRUE
      : { text: 'q.project = (SELECT id FROM projects WHERE name = ?)', values: [project] },
    session === undefined ? TRUE : { text: 'q.session_id = ?', values: [session] }
  );
}

function toTraceRow(row: Row, root: SpanRow): TraceRow {
  return {
    traceId: String(row['trace_id']),
    project: String(row['project_name']),
    root,
    spans: Number(row['spans']),
    errors: Number(row['errors']),
    startUs: Number(row['start_us']),
    endUs: Number(row['running']) > 0 ? null : toNumber(row['end_us']),
    tokens: {
      prompt: Number(row['prompt']),
      completion: Number(row['completion']),
      total: Number(row['total'])
    },
    cost: toNumber(row['cost']),
    sessionId: toText(row['session_id'])
  };
}

const sessionColumn = (expression: string, isNullable: boolean): SortColumn => ({
  expression,
  isNullable,
  id: 'g.id'
});
const SESSION_COLUMNS: Record<SessionSort, SortColumn> = {
  start: sessionColumn('g.start_us', false),
  end: sessionColumn('g.end_us', true),
  traces: sessionColumn('g.traces', false),
  errors: sessionColumn('g.errors', false),
  totalTokens: sessionColumn('g.total', false),
  cost: sessionColumn('g.cost', true)
};

export function listSessions(source: SpanSource, query: SessionsQuery): Page<SessionRow> {
  const { db } = source;
  const { text, ...bindings } = tracesOf(source, query);
  const { rows, next } = findPage(db, {
    select: 'g.*',
    from: {
      text: `(
      SELECT min(q.id) AS id, q.session_id, q.project, max(q.user_id) AS user_id,
        count(*) AS traces, sum(q.errors) AS errors, min(q.start_us) AS start_us,
        CASE WHEN sum(q.running) = 0 THEN max(q.end_us) END AS end_us, sum(q.prompt) AS prompt,
        sum(q.completion) AS completion, sum(q.total) AS total, sum(q.cost) AS cost
      FROM traces q WHERE q.session_id IS NOT NULL AND ${text}
      GROUP BY q.session_id, q.project) g`,
      ...bindings
    },
    where: TRUE,
    column: SESSION_COLUMNS[query.sort.by],
    query
  });
  const turn = (order: string) =>
    db.prepare(
      `SELECT root FROM traces WHERE session_id = ? AND project = ? ORDER BY start_us ${order}, id ${order} LIMIT 1`
    );
  const [first, last] = [turn('ASC'), turn('DESC')];
  const name = db.prepare('SELECT name FROM projects WHERE id = ?');
  return {
    rows: rows.map(row => {
      const key: [string, number] = [String(row['session_id']), Number(row['project'])];
      const [opening] = readRows(db, [Number(first.get(...key)?.['root'])]);
      const [closing] = readRows(db, [Number(last.get(...key)?.['root'])]);
      return {
        sessionId: key[0],
        project: String(name.get(key[1])?.['name']),
        userId: toText(row['user_id']),
        traces: Number(row['traces']),
        errors: Number(row['errors']),
        startUs: Number(row['start_us']),
        endUs: toNumber(row['end_us']),
        tokens: {
          prompt: Number(row['prompt']),
          completion: Number(row['completion']),
          total: Number(row['total'])
        },
        cost: toNumber(row['cost']),
        firstInput: opening?.input ?? null,
        lastOutput: closing?.output ?? null
      };
    }),
    next
  };
}

interface Search {
  select: string;
  /** Values are those of its own conditions. */
  from: Sql;
  where: Sql;
  column: SortColumn;
  query: { sort: { descending: boolean }; after?: string | undefined; limit: number };
}

/** One page by keys, not by numbers of rows: what arrives between two pages neither shifts nor repeats a row. */
function findPage(
  db: DatabaseSync,
  { select, from, where, column, query }: Search
): { rows: Row[]; ids: number[]; next: string | null } {
  const { sort, after, limit } = query;
  const place = after === undefined ? TRUE : afterSql(column, sort.descending, decodePlace(after));
  const condition = allOf(where, place);
  const found = db
    .prepare(
      `SELECT ${select}, ${column.expression} AS sort_value, ${column.id} AS row_id
       FROM ${from.text} WHERE ${condition.text} ORDER BY ${orderBy(column, sort.descending)} LIMIT ?`
    )
    .all(...bindingsOf(from, condition), limit + 1) as Row[];
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return {
    rows,
    ids: rows.map(row => Number(row['row_id'])),
    next:
      found.length > limit && last
        ? encodePlace(last['sort_value'] as SqlValue, Number(last['row_id']))
        : null
  };
}
