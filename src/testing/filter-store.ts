import { DatabaseSync } from 'node:sqlite';
import { writeAttributeJson } from '../contract/attribute-json.ts';
import type { Annotation } from '../contract/span.ts';
import { countTokens, measureLatencyUs } from '../contract/span-measures.ts';
import type { FilterSubject } from '../filter/to-predicate.ts';
import { toSql } from '../filter/to-sql.ts';
import type { Filter } from '../filter/tree.ts';
import { orderRows } from '../traces/columns/order-rows.ts';
import type { SpanTable } from '../traces/columns/span-table.ts';
import { gatherBlock } from '../traces/sqlite/gather-block.ts';
import { AttributeKeeper } from '../traces/sqlite/keep-attributes.ts';
import { BlockKeeper } from '../traces/sqlite/keep-blocks.ts';
import { BlockScanner } from '../traces/sqlite/scan-blocks.ts';
import { prepareDatabase } from '../traces/sqlite/schema.ts';
import { selectRows } from '../traces/sqlite/select-rows.ts';

type Row = Record<string, string | number | bigint | null>;

/** The tables of the span store in memory, filled with exactly what a test says of each span; the rest is 0 or empty. */
export class FilterStore implements Disposable {
  readonly #db = new DatabaseSync(':memory:');
  readonly #traces = new Map<string, number>();
  readonly #table: SpanTable;

  constructor(subjects: readonly FilterSubject[]) {
    prepareDatabase(this.#db);
    subjects.forEach((subject, i) => this.#insertSubject(i + 1, subject));
    this.#table = new BlockKeeper(this.#db).load();
  }

  #insertSubject(id: number, subject: FilterSubject): void {
    const { span, cumulative } = subject;
    const trace = this.#openTrace(subject);
    const tokens = countTokens(span.attributes);
    this.#insert('spans', {
      id,
      trace,
      project: 1,
      span_id: span.spanId,
      parent_id: span.parentId,
      is_root: isRoot(subject) ? 1 : 0,
      is_cut: 0,
      name: span.name,
      kind: span.kind,
      status_code: span.statusCode,
      status_message: span.statusMessage,
      start_us: span.startNs / 1000n,
      start_rest: span.startNs % 1000n,
      end_us: span.endNs === null ? null : span.endNs / 1000n,
      end_rest: span.endNs === null ? null : span.endNs % 1000n,
      latency_us: measureLatencyUs(span),
      prompt_tokens: tokens.prompt,
      completion_tokens: tokens.completion,
      total_tokens: tokens.total,
      sum_prompt: cumulative.tokens.prompt,
      sum_completion: cumulative.tokens.completion,
      sum_total: cumulative.tokens.total,
      sum_errors: cumulative.errors,
      documents: 0
    });
    const attributes = writeAttributeJson(span.attributes);
    this.#insert('bodies', { span: id, attributes, resource: 0 });
    subject.annotations.forEach(annotation => this.#insertAnnotation(annotation, trace, id));
  }

  /** The annotations of a trace are those of its first span. */
  #openTrace({ span, traceAnnotations }: FilterSubject): number {
    const known = this.#traces.get(span.traceId);
    if (known !== undefined) {
      return known;
    }
    const id = this.#traces.size + 1;
    this.#traces.set(span.traceId, id);
    this.#insert('traces', { id, trace_id: span.traceId, project: 1, start_us: 0 });
    traceAnnotations.forEach(annotation => this.#insertAnnotation(annotation, id, null));
    return id;
  }

  #insertAnnotation(annotation: Annotation, trace: number, span: number | null): void {
    this.#insert('annotations', { ...annotation, trace, span });
  }

  #insert(table: string, row: Row): void {
    const names = Object.keys(row);
    const values = names.map(name => `:${name}`);
    this.#db
      .prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${values.join(', ')})`)
      .run(row);
  }

  /** Positions of the subjects that match. */
  find(filter: Filter): number[] {
    const { sql, params } = toSql(filter);
    return this.#db
      .prepare(
        `SELECT s.id FROM spans AS s JOIN traces AS t ON t.id = s.trace JOIN bodies AS b ON b.span = s.id WHERE ${sql} ORDER BY s.id`
      )
      .all(params)
      .map(({ id }) => Number(id) - 1);
  }

  /** The same, as tables and numbers find them: in columns as far as these know. */
  findInColumns({ text }: Filter): number[] {
    const source = { db: this.#db, table: this.#table, scanner: new BlockScanner(this.#db) };
    const test = selectRows(source, { filter: text, rootsOnly: false });
    return Array.from(orderRows(this.#table, test), id => id - 1).sort((a, b) => a - b);
  }

  /** Makes columns of the attributes, too, for {@link findInColumns}. */
  keepAttributes(): void {
    const keeper = new AttributeKeeper(this.#db);
    for (let order = keeper.order(this.#table, { isFirst: true, isAll: true }); order;) {
      keeper.keep(order, gatherBlock(this.#db, order));
      order = keeper.order(this.#table, { isFirst: false, isAll: true });
    }
  }

  [Symbol.dispose](): void {
    this.#db.close();
  }
}

function isRoot({ span, hasParent }: FilterSubject): boolean {
  return span.parentId === null || span.parentId === span.spanId || !hasParent;
}
