import type { DatabaseSync } from 'node:sqlite';
import type { Retention, SpanChoice } from '../../contract/traces.ts';
import { bindingsOf, conditionOf, FROM, type Sql } from './scope-sql.ts';

/** Deletes whole traces that hold a span of the choice; returns how many. */
export function deleteTraces(db: DatabaseSync, choice: SpanChoice): number {
  return inTransaction(db, () => {
    db.exec('CREATE TEMP TABLE doomed (id INTEGER PRIMARY KEY)');
    try {
      collect(db, choice);
      return deleteDoomed(db);
    } finally {
      db.exec('DROP TABLE doomed');
    }
  });
}

export function deleteProject(db: DatabaseSync, name: string): number {
  return inTransaction(db, () => {
    db.exec('CREATE TEMP TABLE doomed (id INTEGER PRIMARY KEY)');
    try {
      db.prepare(
        'INSERT INTO doomed SELECT id FROM traces WHERE project = (SELECT id FROM projects WHERE name = ?)'
      ).run(name);
      const count = deleteDoomed(db);
      db.prepare('DELETE FROM projects WHERE name = ?').run(name);
      return count;
    } finally {
      db.exec('DROP TABLE doomed');
    }
  });
}

/** Part of the traces that goes at once when the file is too large. */
const STEP = 0.05;

/** Deletes the oldest traces: those that began too long ago, then as many as the size asks for. */
export function pruneTraces(db: DatabaseSync, { maxDays, maxBytes }: Retention, now: Date): number {
  let count = 0;
  if (maxDays !== null) {
    const before = (now.getTime() - maxDays * 86_400_000) * 1000;
    count += deleteWhere(db, { text: 'start_us < ?', values: [before] });
  }
  while (maxBytes !== null && usedBytes(db) > maxBytes) {
    const traces = Number(db.prepare('SELECT count(*) AS n FROM traces').get()?.['n']);
    if (traces === 0) {
      break;
    }
    const some = Math.max(1, Math.ceil(traces * STEP));
    count += deleteWhere(db, {
      text: 'id IN (SELECT id FROM traces ORDER BY start_us, id LIMIT ?)',
      values: [some]
    });
  }
  if (count > 0) {
    db.exec('VACUUM');
  }
  return count;
}

/** Without the pages that deleted rows have left behind. */
function usedBytes(db: DatabaseSync): number {
  const read = (name: string) => Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
  return (read('page_count') - read('freelist_count')) * read('page_size');
}

function deleteWhere(db: DatabaseSync, { text, values }: Sql): number {
  return inTransaction(db, () => {
    db.exec('CREATE TEMP TABLE doomed (id INTEGER PRIMARY KEY)');
    try {
      db.prepare(`INSERT INTO doomed SELECT id FROM traces WHERE ${text}`).run(...values);
      return deleteDoomed(db);
    } finally {
      db.exec('DROP TABLE doomed');
    }
  });
}

function collect(db: DatabaseSync, choice: SpanChoice): void {
  switch (choice.kind) {
    case 'scope': {
      const where = conditionOf(choice);
      db.prepare(
        `INSERT OR IGNORE INTO doomed SELECT DISTINCT s.trace FROM ${FROM} WHERE ${where.text}`
      ).run(...bindingsOf(where));
      return;
    }
    case 'traces':
      insertTraces(db, choice.traceIds);
      return;
    case 'spans':
      insertTraces(
        db,
        choice.spans.map(({ traceId }) => traceId)
      );
  }
}

function insertTraces(db: DatabaseSync, traceIds: readonly string[]): void {
  const insert = db.prepare(
    'INSERT OR IGNORE INTO doomed SELECT id FROM traces WHERE trace_id = ?'
  );
  traceIds.forEach(traceId => insert.run(traceId));
}

function deleteDoomed(db: DatabaseSync): number {
  db.exec(`
    DELETE FROM bodies WHERE span IN (SELECT s.id FROM doomed d JOIN spans s ON s.trace = d.id);
    DELETE FROM annotations WHERE trace IN (SELECT id FROM doomed);
    DELETE FROM spans WHERE trace IN (SELECT id FROM doomed);
    DELETE FROM traces WHERE id IN (SELECT id FROM doomed);
  `);
  return Number(db.prepare('SELECT count(*) AS n FROM doomed').get()?.['n']);
}

function inTransaction<Result>(db: DatabaseSync, work: () => Result): Result {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.isTransaction) {
      db.exec('ROLLBACK');
    }
    throw error;
  }
}
