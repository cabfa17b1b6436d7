import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { writeAttributeJson } from '../contract/attribute-json.ts';
import { countTokens, measureLatencyUs } from '../contract/span-measures.ts';
import { FILTER_FUNCTIONS } from '../filter/sql-functions.ts';
import type { FilterSubject } from '../filter/to-predicate.ts';
import { toSql } from '../filter/to-sql.ts';
import type { Filter } from '../filter/tree.ts';

const SCHEMA = `
  CREATE TABLE spans (id INTEGER PRIMARY KEY, trace_id TEXT, span_id TEXT, parent_id TEXT, kind TEXT, name TEXT, status_code TEXT,
    status_message TEXT, start_ns INTEGER, end_ns INTEGER, latency_us INTEGER, tokens_prompt, tokens_completion, tokens_total,
    cumulative_errors INTEGER, cumulative_tokens_prompt, cumulative_tokens_completion, cumulative_tokens_total);
  CREATE UNIQUE INDEX span_ids ON spans (trace_id, span_id);
  CREATE TABLE bodies (id INTEGER PRIMARY KEY, attributes TEXT);
  CREATE TABLE span_annotations (trace_id TEXT, span_id TEXT, name TEXT, identifier TEXT, score REAL, label TEXT, explanation TEXT);
  CREATE TABLE trace_annotations (trace_id TEXT, name TEXT, identifier TEXT, score REAL, label TEXT, explanation TEXT);
`;

/** The smallest database that the SQL of filters runs on. */
export class FilterStore implements Disposable {
  readonly #db = new DatabaseSync(':memory:');

  constructor(subjects: readonly FilterSubject[]) {
    this.#db.exec(SCHEMA);
    for (const [name, call] of FILTER_FUNCTIONS) {
      this.#db.function(name, { deterministic: true, useBigIntArguments: true }, call as never);
    }
    subjects.forEach((subject, i) => this.#insert(i, subject));
  }

  #insert(id: number, { span, cumulative, annotations, traceAnnotations }: FilterSubject): void {
    const tokens = countTokens(span.attributes);
    this.#run(
      'INSERT INTO spans VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      id,
      span.traceId,
      span.spanId,
      span.parentId,
      span.kind,
      span.name,
      span.statusCode,
      span.statusMessage,
      span.startNs,
      span.endNs,
      measureLatencyUs(span),
      tokens.prompt,
      tokens.completion,
      tokens.total,
      cumulative.errors,
      cumulative.tokens.prompt,
      cumulative.tokens.completion,
      cumulative.tokens.total
    );
    this.#run('INSERT INTO bodies VALUES (?, ?)', id, writeAttributeJson(span.attributes));
    for (const { name, identifier, score, label, explanation } of annotations) {
      const key = [span.traceId, span.spanId, name, identifier];
      this.#run(
        'INSERT INTO span_annotations VALUES (?, ?, ?, ?, ?, ?, ?)',
        ...[...key, score, label, explanation]
      );
    }
    for (const { name, identifier, score, label, explanation } of traceAnnotations) {
      this.#run(
        'INSERT INTO trace_annotations VALUES (?, ?, ?, ?, ?, ?)',
        ...[span.traceId, name, identifier, score, label, explanation]
      );
    }
  }

  #run(sql: string, ...values: SQLInputValue[]): void {
    this.#db.prepare(sql).run(...values);
  }

  /** Positions of the subjects that match. */
  find(filter: Filter): number[] {
    const { sql, params } = toSql(filter);
    return this.#db
      .prepare(
        `SELECT s.id FROM spans AS s JOIN bodies AS b ON b.id = s.id WHERE ${sql} ORDER BY s.id`
      )
      .all(params)
      .map(({ id }) => Number(id));
  }

  [Symbol.dispose](): void {
    this.#db.close();
  }
}
