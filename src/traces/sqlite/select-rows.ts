import type { DatabaseSync } from 'node:sqlite';
import type { NamedSpans, SpanScope } from '../../contract/traces.ts';
import { parseFilter } from '../../filter/parse-filter.ts';
import { markTraces } from '../columns/mark-traces.ts';
import { IS_ROOT, type SpanBlock } from '../columns/span-block.ts';
import type { SpanTable } from '../columns/span-table.ts';
import { allOf, compileTest, type BlockTest } from '../columns/test-rows.ts';
import type { BlockScanner } from './scan-blocks.ts';
import { toInstant } from './scope-sql.ts';

/** Where spans are looked for: their columns in memory, and the file for everything else. */
export interface SpanSource {
  db: DatabaseSync;
  table: SpanTable;
  scanner: BlockScanner;
}

/** The test of a scope. Throws Failure for a filter or a time that cannot be read. */
export function selectRows(source: SpanSource, scope: SpanScope): BlockTest {
  const { db, table } = source;
  const tests = [testScope(db, scope)];
  if (scope.only) {
    tests.push(testNamed(db, scope.only));
  }
  const { condition } = parseFilter(scope.filter);
  if (condition) {
    const findOne = (traceId: string) => findTrace(db, traceId);
    const { scan } = source.scanner;
    tests.push(compileTest(condition, true, { names: table.names, scan, findTrace: findOne }));
  }
  const test = allOf(tests);
  if (scope.wholeTraces !== true) {
    return test;
  }
  const traces = markTraces(table, test);
  return testRows((block, i) => block.kind[i] !== 0 && traces.has(block.trace[i] ?? 0));
}

function testRows(holds: (block: SpanBlock, row: number) => boolean): BlockTest {
  return (block, marks) => {
    const { used } = block;
    marks.fill(0, used);
    for (let i = 0; i < used; i++) {
      marks[i] = holds(block, i) ? 1 : 0;
    }
  };
}

/** Names come as one text: there may be more of them than a statement has parameters. */
function testNamed(db: DatabaseSync, only: NamedSpans): BlockTest {
  const find = (sql: string, names: unknown) =>
    new Set(
      db
        .prepare(sql)
        .all(JSON.stringify(names))
        .map(({ id }) => Number(id))
    );
  switch (only.kind) {
    case 'traces': {
      const traces = find(
        'SELECT n.id FROM json_each(?) j JOIN traces n ON n.trace_id = j.value',
        only.traceIds
      );
      return testRows(({ trace }, i) => traces.has(trace[i] ?? 0));
    }
    case 'sessions': {
      const traces = find(
        `SELECT n.id FROM json_each(?) j JOIN projects k ON k.name = j.value ->> 0
         JOIN traces n ON n.session_id = j.value ->> 1 AND n.project = k.id`,
        only.sessions.map(({ project, sessionId }) => [project, sessionId])
      );
      return testRows(({ trace }, i) => traces.has(trace[i] ?? 0));
    }
    case 'spans': {
      const spans = find(
        `SELECT n.id FROM json_each(?) j JOIN traces t ON t.trace_id = j.value ->> 0
         JOIN spans n ON n.trace = t.id AND n.span_id = j.value ->> 1`,
        only.spans.map(({ traceId, spanId }) => [traceId, spanId])
      );
      return testRows(({ firstId }, i) => spans.has(firstId + i));
    }
  }
}

function findTrace(db: DatabaseSync, traceId: string): number | undefined {
  const row = db.prepare('SELECT id FROM traces WHERE trace_id = ?').get(traceId);
  return row && Number(row['id']);
}

/** Everything of a scope but its filter. */
export function testScope(db: DatabaseSync, scope: SpanScope): BlockTest {
  const { start, end, rootsOnly, session } = scope;
  const from = start === undefined ? { us: -Infinity, rest: 0 } : toInstant(start);
  const to = end === undefined ? { us: Infinity, rest: 0 } : toInstant(end);
  const project = scope.project === undefined ? undefined : findProject(db, scope.project);
  const traces = session === undefined ? undefined : findTraces(db, session);
  const needed = rootsOnly ? IS_ROOT : 0;
  return (block, marks) => {
    const { used, kind, startUs, startRest, flags } = block;
    marks.fill(0, used);
    for (let i = 0; i < used; i++) {
      const at = startUs[i] ?? NaN;
      const isIn = kind[i] !== 0 && at >= from.us && at <= to.us;
      marks[i] = isIn && ((flags[i] ?? 0) & needed) === needed ? 1 : 0;
      // Seldom: in the same microsecond as a bound.
      if (isIn && (at === from.us || at === to.us)) {
        const rest = startRest[i] ?? 0;
        const isOut = (at === from.us && rest < from.rest) || (at === to.us && rest >= to.rest);
        marks[i] = isOut ? 0 : (marks[i] ?? 0);
      }
    }
    if (project !== undefined) {
      keep(marks, used, i => block.project[i] === project);
    }
    if (traces) {
      keep(marks, used, i => traces.has(block.trace[i] ?? 0));
    }
  };
}

function keep(marks: Uint8Array, used: number, holds: (row: number) => boolean): void {
  for (let i = 0; i < used; i++) {
    if (marks[i] === 1 && !holds(i)) {
      marks[i] = 0;
    }
  }
}

/** Row of a project; none has 0. */
function findProject(db: DatabaseSync, name: string): number {
  return Number(db.prepare('SELECT id FROM projects WHERE name = ?').get(name)?.['id'] ?? 0);
}

function findTraces(db: DatabaseSync, session: string): Set<number> {
  const rows = db.prepare('SELECT id FROM traces WHERE session_id = ?').all(session);
  return new Set(rows.map(row => Number(row['id'])));
}
