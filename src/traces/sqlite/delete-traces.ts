import type { DatabaseSync } from 'node:sqlite';
import type { Retention, SpanChoice } from '../../contract/traces.ts';
import { markTraces } from '../columns/mark-traces.ts';
import type { AttributeKeeper } from './keep-attributes.ts';
import type { BlockKeeper } from './keep-blocks.ts';
import type { SqlValue } from './scope-sql.ts';
import { selectRows, type SpanSource } from './select-rows.ts';

export interface WriteSource extends SpanSource {
  blocks: BlockKeeper;
  attributes: AttributeKeeper;
}

/** Traces that are gone, and how many will be, as far as that is known. */
export interface DeletionStep {
  gone: number;
  total: number;
}

/** Work in steps, each in a transaction of its own, so that spans that come meanwhile need not wait; gives how many traces are gone. */
export type Deletion = Generator<DeletionStep, number>;

/** Deletes whole traces that hold a span of the choice. */
export function* deleteTraces(source: WriteSource, choice: SpanChoice): Deletion {
  return yield* deleteAll(source, choose(source, choice));
}

/** A project that spans still come to stays, with what has come since. */
export function* deleteProject(source: WriteSource, name: string): Deletion {
  const traces = listTraces(source.db, 'project = (SELECT id FROM projects WHERE name = ?)', name);
  const count = yield* deleteAll(source, traces);
  source.db
    .prepare(
      'DELETE FROM projects WHERE name = ? AND NOT EXISTS (SELECT 1 FROM traces WHERE project = projects.id)'
    )
    .run(name);
  return count;
}

/** Part of the traces that goes at once when the file is too large. */
const STEP = 0.05;

/** Deletes the oldest traces: those that began too long ago, then as many as the size asks for. */
export function* pruneTraces(
  source: WriteSource,
  { maxDays, maxBytes, isShrunk = true }: Retention,
  now: Date
): Deletion {
  const { db } = source;
  let count = 0;
  if (maxDays !== null) {
    const before = (now.getTime() - maxDays * 86_400_000) * 1000;
    count += yield* deleteAll(source, listTraces(db, 'start_us < ?', before));
  }
  for (;;) {
    const used = usedBytes(db);
    if (maxBytes === null || used <= maxBytes) {
      break;
    }
    const traces = Number(db.prepare('SELECT count(*) AS n FROM traces').get()?.['n']);
    if (traces === 0) {
      break;
    }
    const some = Math.max(1, Math.ceil(traces * STEP));
    const oldest = 'id IN (SELECT id FROM traces ORDER BY start_us, id LIMIT ?)';
    // As if all traces were of one size.
    const left = Math.ceil(traces * (1 - maxBytes / used));
    count += yield* deleteAll(source, listTraces(db, oldest, some), {
      gone: count,
      total: count + left
    });
  }
  if (count > 0 && isShrunk) {
    db.exec('VACUUM');
  }
  return count;
}

/** Without the pages that deleted rows have left behind. */
function usedBytes(db: DatabaseSync): number {
  const read = (name: string) => Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
  return (read('page_count') - read('freelist_count')) * read('page_size');
}

interface Doomed {
  id: number;
  spans: number;
}

function listTraces(db: DatabaseSync, where: string, ...values: SqlValue[]): Doomed[] {
  return db
    .prepare(`SELECT id, spans FROM traces WHERE ${where}`)
    .all(...values)
    .map(({ id, spans }) => ({ id: Number(id), spans: Number(spans) }));
}

function choose(source: SpanSource, choice: SpanChoice): Doomed[] {
  const { db, table } = source;
  switch (choice.kind) {
    case 'scope': {
      const traces = markTraces(table, selectRows(source, choice));
      return listTraces(db, '1').filter(({ id }) => traces.has(id));
    }
    case 'traces':
      return findTraces(db, choice.traceIds);
    case 'spans':
      return findTraces(
        db,
        choice.spans.map(({ traceId }) => traceId)
      );
  }
}

function findTraces(db: DatabaseSync, traceIds: readonly string[]): Doomed[] {
  return listTraces(
    db,
    'trace_id IN (SELECT value FROM json_each(?))',
    JSON.stringify([...new Set(traceIds)])
  );
}

/** Spans that one transaction deletes: some tens of milliseconds. */
const SPANS_AT_ONCE = 2000;

function* deleteAll(
  source: WriteSource,
  traces: readonly Doomed[],
  before: DeletionStep = { gone: 0, total: traces.length }
): Deletion {
  let some: Doomed[] = [];
  let spans = 0;
  try {
    for (const [i, trace] of traces.entries()) {
      some.push(trace);
      spans += trace.spans;
      if (spans >= SPANS_AT_ONCE || i === traces.length - 1) {
        deleteSome(
          source,
          some.map(({ id }) => id)
        );
        some = [];
        spans = 0;
        const gone = before.gone + i + 1;
        yield { gone, total: Math.max(gone, before.total) };
      }
    }
  } finally {
    // Also when it is stopped on the way.
    source.table.dropEmptyBlocks();
  }
  return traces.length;
}

function deleteSome(
  { db, table, blocks, attributes }: WriteSource,
  traces: readonly number[]
): void {
  const doomed = JSON.stringify(traces);
  const chosen = '(SELECT value FROM json_each(?))';
  db.exec('BEGIN IMMEDIATE');
  try {
    const spans = db
      .prepare(`SELECT id FROM spans WHERE trace IN ${chosen}`)
      .all(doomed)
      .map(({ id }) => Number(id));
    spans.forEach(id => {
      blocks.forget(id);
      attributes.forget(id);
    });
    db.prepare(`DELETE FROM bodies WHERE span IN ${chosen}`).run(JSON.stringify(spans));
    db.prepare(`DELETE FROM annotations WHERE trace IN ${chosen}`).run(doomed);
    db.prepare(`DELETE FROM spans WHERE trace IN ${chosen}`).run(doomed);
    db.prepare(`DELETE FROM traces WHERE id IN ${chosen}`).run(doomed);
    db.exec('COMMIT');
    spans.forEach(id => {
      table.remove(id);
    });
  } catch (error) {
    if (db.isTransaction) {
      db.exec('ROLLBACK');
    }
    blocks.reset();
    attributes.reset();
    throw error;
  }
}
