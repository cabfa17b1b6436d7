import type { DatabaseSync } from 'node:sqlite';

const NODE_COLUMNS =
  'id, span_id, parent_id, is_cut, sum_prompt, sum_completion, sum_total, sum_errors, sum_cost';

/** Columns of a span that a later version may change, in the order their values are given. */
const SPAN_COLUMNS = [
  'parent_id',
  'is_root',
  'is_cut',
  'name',
  'kind',
  'status_code',
  'status_message',
  'start_us',
  'start_rest',
  'end_us',
  'end_rest',
  'latency_us',
  'prompt_tokens',
  'completion_tokens',
  'total_tokens',
  'cost',
  'sum_prompt',
  'sum_completion',
  'sum_total',
  'sum_errors',
  'sum_cost',
  'model',
  'session_id',
  'user_id',
  'documents'
];
const BODY_COLUMNS = ['attributes', 'events', 'links', 'marks', 'exact_times', 'resource'];

const marks = (count: number) => Array(count).fill('?').join(', ');
const settings = (columns: readonly string[]) => columns.map(name => `${name} = ?`).join(', ');

export type Statements = ReturnType<typeof prepareStatements>;

/** Everything the writer says, compiled once. */
export function prepareStatements(db: DatabaseSync) {
  return {
    findProject: db.prepare('SELECT id FROM projects WHERE name = ?'),
    insertProject: db.prepare('INSERT INTO projects (name) VALUES (?)'),
    findResource: db.prepare(
      'SELECT id FROM resources WHERE attributes = ? AND scope_name = ? AND scope_version = ?'
    ),
    insertResource: db.prepare(
      'INSERT INTO resources (attributes, scope_name, scope_version) VALUES (?, ?, ?)'
    ),
    findTrace: db.prepare('SELECT id, project, start_us, end_us FROM traces WHERE trace_id = ?'),
    insertTrace: db.prepare('INSERT INTO traces (trace_id, project, start_us) VALUES (?, ?, ?)'),
    findNode: db.prepare(`SELECT ${NODE_COLUMNS} FROM spans WHERE trace = ? AND span_id = ?`),
    findChildren: db.prepare(
      `SELECT ${NODE_COLUMNS} FROM spans WHERE trace = ? AND parent_id = ? AND is_cut = 0`
    ),
    findVersion: db.prepare(
      'SELECT end_us, kind, status_code, prompt_tokens, completion_tokens, total_tokens, cost FROM spans WHERE id = ?'
    ),
    insertSpan: db.prepare(
      `INSERT INTO spans (trace, project, span_id, ${SPAN_COLUMNS.join(', ')}) VALUES (${marks(3 + SPAN_COLUMNS.length)})`
    ),
    updateSpan: db.prepare(`UPDATE spans SET ${settings(SPAN_COLUMNS)} WHERE id = ?`),
    insertBody: db.prepare(
      `INSERT INTO bodies (${BODY_COLUMNS.join(', ')}, span) VALUES (${marks(BODY_COLUMNS.length + 1)})`
    ),
    updateBody: db.prepare(`UPDATE bodies SET ${settings(BODY_COLUMNS)} WHERE span = ?`),
    updateSums: db.prepare(
      'UPDATE spans SET sum_prompt = ?, sum_completion = ?, sum_total = ?, sum_errors = ?, sum_cost = ? WHERE id = ?'
    ),
    joinChildren: db.prepare(
      'UPDATE spans SET is_root = 0 WHERE trace = ? AND parent_id = ? AND is_root = 1 AND is_cut = 0 RETURNING id'
    ),
    uproot: db.prepare('UPDATE spans SET is_root = 1, is_cut = 1 WHERE id = ?'),
    updateTrace: db.prepare(`
      UPDATE traces SET
        spans = spans + ?, running = running + ?,
        prompt = prompt + ?, completion = completion + ?, total = total + ?, errors = errors + ?,
        cost = CASE WHEN ? IS NULL THEN cost ELSE ifnull(cost, 0) + ? END,
        start_us = ?, end_us = ?,
        session_id = ifnull(session_id, ?), user_id = ifnull(user_id, ?),
        root = ifnull((
          SELECT id FROM spans WHERE trace = ? AND is_root = 1
          ORDER BY parent_id IS NOT NULL, start_us, id LIMIT 1
        ), 0)
      WHERE id = ?`)
  };
}
