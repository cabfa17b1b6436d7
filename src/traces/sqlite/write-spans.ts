import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { writeAttributeJson } from '../../contract/attribute-json.ts';
import type { Span } from '../../contract/span.ts';
import type { SpanCells, SpanTable } from '../columns/span-table.ts';
import type { PriceList } from '../price-list.ts';
import { type SpanColumns, toColumns } from '../span-columns.ts';
import { splitTime, type SplitTime } from '../split-time.ts';
import { addSums, NOTHING, subtractSums, type Sums } from '../sums.ts';
import type { WriteResult } from '../trace-store.ts';
import type { AttributeKeeper } from './keep-attributes.ts';
import type { BlockKeeper } from './keep-blocks.ts';
import { SpanTree, type StoredSpans, type TreeNode } from './span-tree.ts';
import { prepareStatements, type Statements } from './write-statements.ts';

interface TraceState {
  id: number;
  project: number;
  isNew: boolean;
  tree: SpanTree;
  /** Versions of spans that win, by span id. */
  additions: Map<string, Addition>;
  spans: number;
  running: number;
  sums: Sums;
  startUs: number;
  endUs: number | null;
  sessionId: string | null;
  userId: string | null;
}

interface Addition {
  span: Span;
  columns: SpanColumns;
  start: SplitTime;
  end: SplitTime | null;
  node: TreeNode;
  isNew: boolean;
}

/** What the columns in memory hear when a transaction is on disk. */
type Change = { id: number } & (
  { cells: SpanCells } | { sums: Sums } | { hasJoined: true } | { isUprooted: true }
);

interface WriterParts {
  db: DatabaseSync;
  prices: PriceList;
  table: SpanTable;
  blocks: BlockKeeper;
  attributes: AttributeKeeper;
}

/**
 * Writes batches of spans in one transaction each, and keeps sums, roots and totals of traces right, whatever the order of arrival; in the columns in
 * memory, too.
 */
export class SpanWriter {
  readonly #db: DatabaseSync;
  readonly #prices: PriceList;
  readonly #table: SpanTable;
  readonly #blocks: BlockKeeper;
  readonly #attributes: AttributeKeeper;
  readonly #do: Statements;
  readonly #projects = new Map<string, number>();
  readonly #resources = new Map<string, number>();
  #lastResource: (Pick<Span, 'resource' | 'scope'> & { id: number }) | undefined;
  #changes: Change[] = [];

  constructor({ db, prices, table, blocks, attributes }: WriterParts) {
    this.#db = db;
    this.#prices = prices;
    this.#table = table;
    this.#blocks = blocks;
    this.#attributes = attributes;
    this.#do = prepareStatements(db);
  }

  /** All or none; on disk when it returns. */
  write(spans: readonly Span[]): WriteResult {
    const names = this.#table.names.size;
    this.#changes = [];
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const result = this.#writeAll(spans);
      this.#db.exec('COMMIT');
      this.#tellTable();
      return result;
    } catch (error) {
      // Rows made in this transaction are gone with it.
      this.forget();
      this.#table.names.cut(names);
      if (this.#db.isTransaction) {
        this.#db.exec('ROLLBACK');
      }
      this.#blocks.reset();
      this.#attributes.reset();
      throw error;
    }
  }

  #tellTable(): void {
    for (const change of this.#changes) {
      if ('cells' in change) {
        this.#table.put(change.id, change.cells);
      } else if ('sums' in change) {
        this.#table.setSums(change.id, change.sums);
      } else if ('hasJoined' in change) {
        this.#table.joinParent(change.id);
      } else {
        this.#table.uproot(change.id);
      }
    }
    this.#changes = [];
  }

  #note(change: Change): void {
    this.#blocks.forget(change.id);
    if ('cells' in change) {
      this.#attributes.forget(change.id);
    }
    this.#changes.push(change);
  }

  /** Rows may have been deleted: what is known of them is looked up again. */
  forget(): void {
    this.#projects.clear();
    this.#resources.clear();
    this.#lastResource = undefined;
  }

  #writeAll(spans: readonly Span[]): WriteResult {
    const traces = new Map<string, TraceState>();
    const result: WriteResult = { added: 0, replaced: 0, known: 0 };
    for (const span of spans) {
      let trace = traces.get(span.traceId);
      if (!trace) {
        trace = this.#openTrace(span);
        traces.set(span.traceId, trace);
      }
      this.#place(trace, span, result);
    }
    traces.forEach(trace => this.#writeTrace(trace));
    return result;
  }

  #openTrace({ traceId, project, startNs }: Span): TraceState {
    const found = this.#do.findTrace.get(traceId);
    const state = {
      additions: new Map<string, Addition>(),
      spans: 0,
      running: 0,
      sums: NOTHING,
      sessionId: null,
      userId: null
    };
    if (found) {
      const id = Number(found['id']);
      return {
        ...state,
        id,
        project: Number(found['project']),
        isNew: false,
        tree: new SpanTree(this.#storedSpans(id)),
        startUs: Number(found['start_us']),
        endUs: found['end_us'] === null ? null : Number(found['end_us'])
      };
    }
    // A trace stays in the project it was first seen in (§1.2.5).
    const projectId = this.#findProject(project);
    const { us } = splitTime(startNs);
    const { lastInsertRowid } = this.#do.insertTrace.run(traceId, projectId, us);
    return {
      ...state,
      id: Number(lastInsertRowid),
      project: projectId,
      isNew: true,
      tree: new SpanTree(NO_SPANS),
      startUs: us,
      endUs: null
    };
  }

  #storedSpans(trace: number): StoredSpans {
    const { findNode, findChildren } = this.#do;
    return {
      find: spanId => {
        const row = findNode.get(trace, spanId);
        return row && toNode(row);
      },
      childrenOf: spanId => findChildren.all(trace, spanId).map(toNode)
    };
  }

  /** Decides between versions of a span, and joins it to its trace. */
  #place(trace: TraceState, span: Span, result: WriteResult): void {
    const earlier = trace.additions.get(span.spanId);
    if (earlier) {
      if (earlier.span.endNs !== null) {
        result.known++;
        return;
      }
      const { node, columns, isNew } = earlier;
      this.#replace(trace, span, node, ownSums(earlier.span, columns), isNew);
      result.replaced++;
      return;
    }
    const stored = trace.tree.find(span.spanId);
    if (!stored) {
      const columns = toColumns(span, this.#prices);
      const node = trace.tree.add(span.spanId, parentOf(span), ownSums(span, columns));
      this.#addVersion(trace, { span, columns, node, isNew: true });
      trace.spans++;
      trace.running += span.endNs === null ? 1 : 0;
      trace.sums = addSums(trace.sums, ownSums(span, columns));
      result.added++;
      return;
    }
    const version = this.#do.findVersion.get(Number(stored.id));
    if (version?.['end_us'] !== null) {
      result.known++;
      return;
    }
    this.#replace(trace, span, stored, toOwnSums(version), false);
    result.replaced++;
  }

  /** A later version of a running span. */
  #replace(trace: TraceState, span: Span, node: TreeNode, before: Sums, isNew: boolean): void {
    const columns = toColumns(span, this.#prices);
    const own = ownSums(span, columns);
    trace.tree.replace(node, parentOf(span), before, own);
    trace.running -= span.endNs === null ? 0 : 1;
    trace.sums = addSums(trace.sums, subtractSums(own, before));
    this.#addVersion(trace, { span, columns, node, isNew });
  }

  #addVersion(trace: TraceState, given: Omit<Addition, 'start' | 'end'>): void {
    const { span, columns } = given;
    const start = splitTime(span.startNs);
    const end = span.endNs === null ? null : splitTime(span.endNs);
    trace.additions.set(span.spanId, { ...given, start, end });
    trace.startUs = Math.min(trace.startUs, start.us);
    trace.endUs = end === null ? trace.endUs : Math.max(trace.endUs ?? end.us, end.us);
    trace.sessionId ??= columns.sessionId;
    trace.userId ??= columns.userId;
  }

  #writeTrace(trace: TraceState): void {
    for (const node of trace.tree.settle()) {
      const addition = trace.additions.get(node.spanId);
      if (addition?.isNew) {
        this.#insertSpan(trace, addition);
      } else if (addition) {
        this.#updateSpan(trace, addition);
      } else {
        const sums = addSums(node.stored, node.delta);
        const { prompt, completion, total, errors, cost } = sums;
        this.#do.updateSums.run(prompt, completion, total, errors, cost, Number(node.id));
        this.#note({ id: Number(node.id), sums });
      }
    }
    for (const { id } of trace.tree.uprooted) {
      this.#do.uproot.run(Number(id));
      this.#note({ id: Number(id), isUprooted: true });
    }
    if (!trace.isNew) {
      // Spans that came before their parents are roots no more.
      for (const { node } of trace.additions.values()) {
        for (const { id } of this.#do.joinChildren.all(trace.id, node.spanId)) {
          this.#note({ id: Number(id), hasJoined: true });
        }
      }
    }
    const { id, spans, running, sums, startUs, endUs, sessionId, userId } = trace;
    const { prompt, completion, total, errors, cost } = sums;
    this.#do.updateTrace.run(
      spans,
      running,
      prompt,
      completion,
      total,
      errors,
      cost,
      cost,
      startUs,
      endUs,
      sessionId,
      userId,
      id,
      id
    );
  }

  #insertSpan(trace: TraceState, addition: Addition): void {
    const cells = this.#toCells(trace, addition);
    const { lastInsertRowid } = this.#do.insertSpan.run(
      trace.id,
      trace.project,
      addition.span.spanId,
      ...toValues(addition, cells)
    );
    const id = Number(lastInsertRowid);
    this.#writeBody(this.#do.insertBody, id, addition);
    this.#note({ id, cells });
  }

  #updateSpan(trace: TraceState, addition: Addition): void {
    const id = Number(addition.node.id);
    const cells = this.#toCells(trace, addition);
    this.#do.updateSpan.run(...toValues(addition, cells), id);
    this.#writeBody(this.#do.updateBody, id, addition);
    this.#note({ id, cells });
  }

  #toCells(trace: TraceState, { span, columns, start, end, node }: Addition): SpanCells {
    return {
      trace: trace.id,
      project: trace.project,
      name: this.#blocks.nameOf(this.#table, span.name),
      kind: span.kind,
      statusCode: span.statusCode,
      isRoot: trace.tree.isRoot(node),
      hasParent: span.parentId !== null,
      startUs: start.us,
      startRest: start.rest,
      endUs: end?.us ?? null,
      endRest: end?.rest ?? null,
      latencyUs: columns.latencyUs,
      prompt: columns.prompt,
      completion: columns.completion,
      total: columns.total,
      cost: columns.cost,
      sums: addSums(node.stored, node.delta)
    };
  }

  #writeBody(statement: StatementSync, id: number, { span, start, end }: Addition): void {
    const isExact = start.isExact && (end?.isExact ?? true);
    statement.run(
      writeAttributeJson(span.attributes),
      span.events.length === 0 ? null : writeAttributeJson(toEventJson(span)),
      span.links.length === 0 ? null : writeAttributeJson(toLinkJson(span)),
      span.marks.length === 0 ? null : span.marks.join(' '),
      isExact ? null : `${span.startNs} ${span.endNs ?? ''}`,
      this.#findResource(span),
      id
    );
  }

  #findProject(name: string): number {
    return findOrInsert(this.#projects, name, this.#do.findProject, this.#do.insertProject, [name]);
  }

  #findResource(span: Span): number {
    const { resource, scope } = span;
    const last = this.#lastResource;
    // The spans of one exporter share both.
    if (last?.resource === resource && last.scope === scope) {
      return last.id;
    }
    const id = this.#lookUpResource(span);
    this.#lastResource = { resource, scope, id };
    return id;
  }

  #lookUpResource({ resource, scope }: Span): number {
    const attributes = writeAttributeJson(resource);
    const key = `${attributes}\n${scope.name}\n${scope.version}`;
    return findOrInsert(this.#resources, key, this.#do.findResource, this.#do.insertResource, [
      attributes,
      scope.name,
      scope.version
    ]);
  }
}

/** In the order of the columns that a later version may change. */
function toValues({ span, columns, node }: Addition, cells: SpanCells) {
  const { sums } = cells;
  return [
    span.parentId,
    cells.isRoot ? 1 : 0,
    node.isCut || span.parentId === span.spanId ? 1 : 0,
    span.name,
    span.kind,
    span.statusCode,
    span.statusMessage,
    cells.startUs,
    cells.startRest,
    cells.endUs,
    cells.endRest,
    cells.latencyUs,
    cells.prompt,
    cells.completion,
    cells.total,
    cells.cost,
    sums.prompt,
    sums.completion,
    sums.total,
    sums.errors,
    sums.cost,
    columns.model,
    columns.sessionId,
    columns.userId,
    columns.documents
  ] as const;
}

const NO_SPANS: StoredSpans = { find: () => undefined, childrenOf: () => [] };

/** A span that names itself as its parent is a root. */
function parentOf({ spanId, parentId }: Span): string | null {
  return parentId === spanId ? null : parentId;
}

/** What a span puts into the sums above it: tokens and cost of model calls only, so that what an agent reports of its own calls counts once. */
function ownSums({ kind, statusCode }: Span, columns: SpanColumns): Sums {
  const isCall = kind === 'LLM';
  return {
    prompt: isCall ? (columns.prompt ?? 0) : 0,
    completion: isCall ? (columns.completion ?? 0) : 0,
    total: isCall ? (columns.total ?? 0) : 0,
    errors: statusCode === 'ERROR' ? 1 : 0,
    cost: columns.cost
  };
}

type Row = Record<string, unknown>;

function toOwnSums(row: Row): Sums {
  const isCall = row['kind'] === 'LLM';
  const count = (name: string) => (isCall ? Number(row[name] ?? 0) : 0);
  return {
    prompt: count('prompt_tokens'),
    completion: count('completion_tokens'),
    total: count('total_tokens'),
    errors: row['status_code'] === 'ERROR' ? 1 : 0,
    cost: row['cost'] === null ? null : Number(row['cost'])
  };
}

function toNode(row: Row): TreeNode {
  return {
    spanId: String(row['span_id']),
    id: Number(row['id']),
    parentId: typeof row['parent_id'] === 'string' ? row['parent_id'] : null,
    isCut: row['is_cut'] === 1,
    stored: {
      prompt: Number(row['sum_prompt']),
      completion: Number(row['sum_completion']),
      total: Number(row['sum_total']),
      errors: Number(row['sum_errors']),
      cost: row['sum_cost'] === null ? null : Number(row['sum_cost'])
    },
    delta: { ...NOTHING }
  };
}

function toEventJson({ events }: Span) {
  return events.map(({ name, timeNs, attributes }) => ({ name, time: timeNs, attributes }));
}

function toLinkJson({ links }: Span) {
  return links.map(({ traceId, spanId, attributes }) => ({
    trace_id: traceId,
    span_id: spanId,
    attributes
  }));
}

function findOrInsert(
  known: Map<string, number>,
  key: string,
  find: StatementSync,
  insert: StatementSync,
  values: string[]
): number {
  let id = known.get(key);
  if (id === undefined) {
    const row = find.get(...values);
    id = Number(row ? row['id'] : insert.run(...values).lastInsertRowid);
    known.set(key, id);
  }
  return id;
}
