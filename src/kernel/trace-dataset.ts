import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { table, type ColumnTable } from 'arquero';
import { TimeUnit, Type } from '@uwdata/flechette';
import { toBase64 } from '../contract/attribute-json.ts';
import { joinBatches } from '../arrow/gather.ts';
import { toArrowFile } from '../arrow/arrow-file.ts';
import type { Connection } from './connection.ts';
import { findWorkingFolder } from './ensure-session.ts';
import { RequestError } from './errors.ts';
import { show, toWord } from './nearest.ts';
import { readJsonColumns } from './spans.ts';
import { readParquet } from './tables/read-parquet.ts';
import { sourceOf, toArquero } from './tables/to-arquero.ts';

const REQUIRED = [
  'name',
  'span_kind',
  'parent_id',
  'start_time',
  'end_time',
  'status_code',
  'status_message',
  'context.span_id',
  'context.trace_id'
];
const STATUS = new Map([
  ['UNSET', 0],
  ['OK', 1],
  ['ERROR', 2]
]);
const KIND = 'openinference.span.kind';
/** What Phoenix 3 worked out for each span and put among its attributes. */
const COMPUTED = '__computed__.';
/** Texts under these keys are read as JSON when they are stored. */
const JSON_SUFFIXES = ['metadata', 'llm.prompt_template.variables', 'tool.parameters'];
/** Spans of one request. */
const BATCH = 1000;
const TIMES = ['start_time', 'end_time'];

/** Spans in a table with the columns of `session.getSpansTable()`, to be launched. */
export class TraceDataset {
  readonly table: ColumnTable;

  /** @throws RequestError when a column is missing. */
  constructor(spans: ColumnTable) {
    const names = spans.columnNames();
    const missing = REQUIRED.filter(name => !names.includes(name));
    if (missing.length > 0) {
      throw new RequestError(
        `Cannot use these spans: the columns ${missing.join(', ')} are missing`,
        {
          hint: 'await session.getSpansTable() gives a table that has them'
        }
      );
    }
    this.table = spans;
  }

  get length(): number {
    return this.table.numRows();
  }
}

/**
 * Spans from what a Python kernel saved with `TraceDataset.save()`, by its id or the path of its file, or from objects, one per
 * span, whose `context` and `attributes` may be nested. Launch them with `launchApp({ trace })`.
 *
 * @throws RequestError when there is no such file, it is not of ours, or a field of a span is missing.
 */
export async function loadTraces(
  source: string | readonly Record<string, unknown>[]
): Promise<TraceDataset> {
  if (typeof source !== 'string') {
    const rows = source.map(toRow);
    const names = [...new Set([...REQUIRED, ...rows.flatMap(row => Object.keys(row))])];
    return new TraceDataset(
      table(Object.fromEntries(names.map(name => [name, rows.map(row => row[name] ?? null)])))
    );
  }
  const saved = join(findWorkingFolder(), 'trace_datasets', `trace_dataset-${source}.parquet`);
  const path = /^[0-9a-f-]{36}$/i.test(source) ? saved : source;
  if (!existsSync(path)) {
    throw new RequestError(`Cannot load the spans "${source}": there is no file ${path}`);
  }
  const arrow = await readParquet(new Uint8Array(await readFile(path)), path);
  const spans = toArquero(toArrowFile(arrow));
  const nested = spans.columnNames().filter(name => !TIMES.includes(name));
  return new TraceDataset(spans.assign(table(readJsonColumns(spans, nested))));
}

function toRow(span: Record<string, unknown>): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(span)) {
    const isNested = (key === 'context' || key === 'attributes') && isObject(value);
    const fields = isNested
      ? Object.entries(value).map(([name, each]) => [`${key}.${name}`, each] as const)
      : [[key, value] as const];
    for (const [name, each] of fields) {
      row[name] = each;
    }
  }
  return row;
}

/** Stores the spans in a session; those that are there already stay as they are. */
export async function sendSpans(
  connection: Connection,
  { table: spans }: TraceDataset
): Promise<void> {
  const names = spans.columnNames();
  const ticks = new Map(TIMES.map(name => [name, readNanoseconds(spans, name)]));
  const columns = new Map(names.map(name => [name, spans.array(name) as ArrayLike<unknown>]));
  // From the end: of equal times the last that came is the first of a table.
  for (let end = spans.numRows(); end > 0; end -= BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, end) }, (_, i) =>
      toOtlp(
        new Map(names.map(name => [name, columns.get(name)?.[end - 1 - i] ?? null])),
        name => ticks.get(name)?.[end - 1 - i] ?? 0n
      )
    );
    const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: batch }] }] });
    const answer = await connection.send(
      'POST',
      '/v1/traces',
      new Uint8Array(gzipSync(body, { level: 1 })),
      {
        'Content-Type': 'application/json',
        'Content-Encoding': 'gzip'
      }
    );
    const { partialSuccess } = JSON.parse(answer.text()) as {
      partialSuccess?: { rejectedSpans?: number | string; errorMessage?: string };
    };
    if (partialSuccess?.rejectedSpans) {
      throw new RequestError(
        `Cannot load ${partialSuccess.rejectedSpans} of the spans: ${partialSuccess.errorMessage ?? ''}`
      );
    }
  }
}

/** Nanoseconds since 1970; those of an Arrow column to the last digit. */
function readNanoseconds(spans: ColumnTable, name: string): bigint[] {
  const source = sourceOf((spans.data() as Record<string, unknown>)[name]);
  if (source?.type.typeId === Type.Timestamp && !spans.isFiltered() && !spans.isOrdered()) {
    const factor = 1000n ** BigInt(TimeUnit.NANOSECOND - source.type.unit);
    const batch = joinBatches(source);
    return Array.from(batch.values as BigInt64Array, (value, i) =>
      batch.at(i) === null ? 0n : value * factor
    );
  }
  return Array.from(spans.array(name) as ArrayLike<unknown>, cell => toNanoseconds(cell, name));
}

function toNanoseconds(cell: unknown, name: string): bigint {
  if (cell === null || cell === undefined) {
    return 0n;
  }
  if (typeof cell === 'bigint') {
    return cell;
  }
  // A Date has no room for what stands behind the milliseconds.
  const [, fraction = ''] = typeof cell === 'string' ? (FRACTION.exec(cell) ?? []) : [];
  const ms =
    cell instanceof Date
      ? cell.getTime()
      : typeof cell === 'number'
        ? cell * 1000
        : typeof cell === 'string'
          ? Date.parse(cell.replace(FRACTION, ''))
          : NaN;
  if (Number.isNaN(ms)) {
    throw new RequestError(
      `Cannot read the times of ${name}: ${show(cell)} is neither a Date, ISO 8601 text nor Unix seconds`
    );
  }
  return BigInt(Math.round(ms * 1000)) * 1000n + BigInt(fraction.slice(0, 9).padEnd(9, '0'));
}

const FRACTION = /[.,](\d+)/;

function toOtlp(row: ReadonlyMap<string, unknown>, timeOf: (name: string) => bigint): object {
  const text = (name: string) => {
    const cell = row.get(name);
    return cell === null || cell === undefined ? '' : toWord(cell);
  };
  const kind = findKind(text('span_kind'), text(`attributes.${KIND}`));
  const attributes = kind === '' ? [] : [toPair(KIND, kind)];
  for (const [name, value] of row) {
    const key = name.startsWith('attributes.') ? name.slice('attributes.'.length) : '';
    const isWanted = key !== '' && key !== KIND && !key.startsWith(COMPUTED);
    if (isWanted && value !== null && value !== undefined) {
      attributes.push(toPair(key, value));
    }
  }
  const events = row.get('events');
  const parent = text('parent_id');
  return {
    traceId: toId(text('context.trace_id')),
    spanId: toId(text('context.span_id')),
    ...(parent === '' ? {} : { parentSpanId: toId(parent) }),
    name: text('name'),
    startTimeUnixNano: String(timeOf('start_time')),
    endTimeUnixNano: String(timeOf('end_time')),
    attributes,
    events: Array.isArray(events) ? events.map(toEvent) : [],
    status: {
      code: STATUS.get(text('status_code').toUpperCase()) ?? 0,
      message: text('status_message')
    }
  };
}

/** The kind in the words of the program that made the span, unless the table says another one; '' for none. */
function findKind(kind: string, sent: string): string {
  return sent !== '' && ['', 'UNKNOWN', sent.trim().toUpperCase()].includes(kind)
    ? sent
    : kind === 'UNKNOWN'
      ? ''
      : kind;
}

function toEvent(event: unknown): object {
  const { name, timestamp, attributes } = event as Record<string, unknown>;
  return {
    name: typeof name === 'string' ? name : '',
    timeUnixNano: String(toNanoseconds(timestamp, 'an event')),
    attributes: isObject(attributes)
      ? Object.entries(attributes).map(([key, value]) => toPair(key, value))
      : []
  };
}

function toPair(key: string, value: unknown): object {
  // The keys of metadata are the user's: as pairs, they would be nested at their dots.
  const isJson = JSON_SUFFIXES.some(suffix => key.endsWith(suffix));
  return {
    key,
    value:
      isJson && typeof value === 'object' && value !== null && isPlain(value)
        ? { stringValue: JSON.stringify(value) }
        : toAnyValue(value)
  };
}

/** Whether JSON has words for all of it. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) {
    return !(value instanceof Uint8Array) && Object.values(value).every(isPlain);
  }
  return typeof value === 'number' ? Number.isFinite(value) : typeof value !== 'bigint';
}

function toAnyValue(value: unknown): object {
  switch (typeof value) {
    case 'string':
      return { stringValue: value };
    case 'boolean':
      return { boolValue: value };
    case 'bigint':
      return { intValue: value.toString() };
    case 'number':
      return Number.isSafeInteger(value)
        ? { intValue: String(value) }
        : { doubleValue: Number.isFinite(value) ? value : String(value) };
    default:
      break;
  }
  if (value === null || value === undefined) {
    return {};
  }
  if (value instanceof Uint8Array) {
    return { bytesValue: toBase64(value) };
  }
  if (value instanceof Date) {
    return { stringValue: value.toISOString() };
  }
  return Array.isArray(value)
    ? { arrayValue: { values: value.map(toAnyValue) } }
    : { kvlistValue: { values: Object.entries(value).map(([key, each]) => toPair(key, each)) } };
}

function toId(text: string): string {
  return text.replaceAll('-', '').replace(/^0x/, '').toLowerCase();
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
