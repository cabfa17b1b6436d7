import type { DatabaseSync } from 'node:sqlite';
import { readAttributeJson } from '../../contract/attribute-json.ts';
import {
  type AttributeObject,
  getProperty,
  isAttributeObject
} from '../../contract/attribute-value.ts';
import {
  CARD_NAME_LENGTH,
  MAX_CARD_ROWS,
  MAX_CARD_TRACES,
  MAX_NAMED_TRACES,
  MAX_SHOWN_TRACES,
  type CardQuery,
  type CardTrace,
  type CellCard,
  type NamedTrace
} from '../../contract/cell-card.ts';
import type { SpanKind, StatusCode } from '../../contract/span.ts';
import { pickRows, toLine, type CardSpan } from '../pick-rows.ts';
import { previewInput, previewOutput } from '../preview.ts';
import { countLatencies } from './count-latencies.ts';
import { toInstant } from './scope-sql.ts';
import { toNumber, toText, type Row } from './span-rows.ts';

/** Spans of one trace that are looked at for its lines, the earliest first. */
const MAX_TREE_SPANS = 2000;

/** What the traces of one execution are and did; bounded, however many there are. */
export function readCard(db: DatabaseSync, query: CardQuery): CellCard {
  const traces = findTraces(db, query);
  const isMany = traces.length > MAX_SHOWN_TRACES;
  return {
    traces: traces.length,
    // They are in order of start.
    firstUs: toNumber(traces[0]?.['start_us']),
    lastUs: toNumber(traces.at(-1)?.['start_us']),
    spans: sumOf(traces, 'spans'),
    running: sumOf(traces, 'running'),
    errors: sumOf(traces, 'errors'),
    tokens: sumOf(traces, 'total'),
    cost: traces.every(({ cost }) => cost === null) ? null : sumOf(traces, 'cost'),
    shown: isMany ? [] : traces.map(trace => readTrace(db, trace)),
    summary: isMany ? summarise(db, traces) : null
  };
}

const TRACES = `
  SELECT t.id, t.trace_id, t.start_us, t.root, t.spans, t.running, t.errors, t.total, t.cost,
    s.name, s.status_code, s.latency_us
  FROM traces t LEFT JOIN spans s ON s.id = t.root`;
const ORDER = `ORDER BY t.start_us, t.id LIMIT ${MAX_CARD_TRACES}`;

function findTraces(db: DatabaseSync, query: CardQuery): Row[] {
  if (query.by === 'traces') {
    return db
      .prepare(`${TRACES} WHERE t.trace_id IN (SELECT value FROM json_each(?)) ${ORDER}`)
      .all(JSON.stringify(query.traceIds));
  }
  const times = [toInstant(query.start).us, toInstant(query.end).us] as const;
  const began = `s.start_us >= ? AND s.start_us < ?`;
  const resources = db
    .prepare(
      `SELECT r.id, r.attributes FROM resources r WHERE r.id IN (
        SELECT b.resource FROM spans s JOIN bodies b ON b.span = s.id WHERE ${began})`
    )
    .all(...times)
    .filter(row => isOwn(String(row['attributes']), query))
    .map(row => Number(row['id']));
  return db
    .prepare(
      `${TRACES} WHERE t.id IN (
        SELECT s.trace FROM spans s JOIN bodies b ON b.span = s.id
        WHERE ${began} AND b.resource IN (SELECT value FROM json_each(?))) ${ORDER}`
    )
    .all(...times, JSON.stringify(resources));
}

/** Whether a resource may be that of the program which asks: what it does not say counts for it. */
function isOwn(json: string, { pid, language }: Extract<CardQuery, { by: 'time' }>): boolean {
  const resource = readAttributeJson(json);
  const read = (key: string) =>
    getProperty(resource, key) ??
    key.split('.').reduce<ReturnType<typeof getProperty>>(getProperty, resource);
  const isSame = (given: unknown, own: unknown) =>
    given === undefined || given === null || given === own;
  return isSame(read('process.pid'), pid) && isSame(read('telemetry.sdk.language'), language);
}

function sumOf(rows: readonly Row[], column: string): number {
  return rows.reduce((sum, row) => sum + Number(row[column] ?? 0), 0);
}

function readTrace(db: DatabaseSync, trace: Row): CardTrace {
  const spans = db
    .prepare(
      `SELECT id, span_id, parent_id, name, kind, status_code, status_message, start_us, end_us, documents, model
       FROM spans WHERE trace = ? ORDER BY start_us, start_rest, id LIMIT ${MAX_TREE_SPANS}`
    )
    .all(Number(trace['id']));
  const root = Number(trace['root']);
  return {
    ...nameOf(trace),
    // Only the writer fills this column.
    status: (toText(trace['status_code']) ?? 'UNSET') as StatusCode,
    spans: Number(trace['spans']),
    running: Number(trace['running']),
    errors: Number(trace['errors']),
    tokens: Number(trace['total']),
    cost: toNumber(trace['cost']),
    rows: pickRows(spans.map(toCardSpan), MAX_CARD_ROWS),
    input: lineOf(previewInput(readAttributes(db, root))),
    output: readOutput(db, root, spans)
  };
}

/** What the root gave, else the last model call that gave anything. */
function readOutput(db: DatabaseSync, root: number, spans: readonly Row[]): string | null {
  const calls = spans.filter(({ kind }) => kind === 'LLM').map(({ id }) => Number(id));
  for (const id of [root, ...calls.slice(-MAX_CARD_ROWS).reverse()]) {
    const output = lineOf(previewOutput(readAttributes(db, id)));
    if (output !== null) {
      return output;
    }
  }
  return null;
}

function readAttributes(db: DatabaseSync, span: number): AttributeObject {
  const row = db.prepare('SELECT attributes FROM bodies WHERE span = ?').get(span);
  const attributes = row && readAttributeJson(String(row['attributes']));
  return isAttributeObject(attributes) ? attributes : {};
}

function lineOf(text: string | null): string | null {
  const line = toLine(text ?? '');
  return line === '' ? null : line;
}

function toCardSpan(row: Row): CardSpan {
  return {
    spanId: String(row['span_id']),
    parentId: toText(row['parent_id']),
    name: String(row['name']),
    kind: String(row['kind']) as SpanKind,
    hasFailed: row['status_code'] === 'ERROR',
    statusMessage: String(row['status_message']),
    startUs: Number(row['start_us']),
    endUs: toNumber(row['end_us']),
    documents: Number(row['documents']),
    model: toText(row['model'])
  };
}

function summarise(db: DatabaseSync, traces: readonly Row[]): CellCard['summary'] {
  const failed = traces.filter(({ errors }) => Number(errors) > 0);
  const byLatency = traces
    .filter(trace => toNumber(trace['latency_us']) !== null)
    .sort((a, b) => Number(b['latency_us']) - Number(a['latency_us']));
  const named = (rows: readonly Row[]): NamedTrace[] =>
    rows.slice(0, MAX_NAMED_TRACES).map(row => ({
      ...nameOf(row),
      input: lineOf(previewInput(readAttributes(db, Number(row['root'])))),
      message: readFault(db, row)
    }));
  return {
    histogram: countLatencies(
      byLatency.map(trace => ({
        latencyUs: Number(trace['latency_us']),
        hasError: Number(trace['errors']) > 0
      }))
    ),
    slowest: named(byLatency),
    failed: named(failed),
    failures: failed.length
  };
}

function nameOf(trace: Row): Omit<NamedTrace, 'input' | 'message'> {
  return {
    traceId: String(trace['trace_id']),
    name: (toText(trace['name']) ?? '').slice(0, CARD_NAME_LENGTH),
    latencyUs: toNumber(trace['latency_us'])
  };
}

/** Errors pass from below to above: the one that began last is the nearest to its cause. */
function readFault(db: DatabaseSync, trace: Row): string | null {
  const row =
    Number(trace['errors']) === 0
      ? undefined
      : db
          .prepare(
            `SELECT name, status_message FROM spans WHERE trace = ? AND status_code = 'ERROR'
             ORDER BY start_us DESC, id DESC LIMIT 1`
          )
          .get(Number(trace['id']));
  return row ? (lineOf(String(row['status_message'])) ?? lineOf(String(row['name']))) : null;
}
