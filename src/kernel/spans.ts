import { table, type ColumnTable } from 'arquero';
import { tableFromIPC } from '@uwdata/flechette';
import { readAttributeJson } from '../contract/attribute-json.ts';
import { Double, type AttributeValue } from '../contract/attribute-value.ts';
import { isTable } from './selection.ts';
import { toArquero } from './tables/to-arquero.ts';

/** Where the server lists the columns whose cells are JSON. */
const JSON_COLUMNS = 'phoenix:json';

/** … and those that lack times which are beyond nanoseconds in 64 bits. */
const FAR_TIMES = 'phoenix:far-times';

const SPAN = 'context.span_id';
const TRACE = 'context.trace_id';

/**
 * Arrow as a table. Where the server made it of spans it has one row per span: nested values are objects and arrays, long
 * integers bigint.
 */
export function toSpansTable(bytes: Uint8Array): ColumnTable {
  const spans = toArquero(bytes);
  const { metadata } = tableFromIPC(bytes).schema;
  const listed = (key: string) => JSON.parse(metadata?.get(key) ?? '[]') as string[];
  const far = listed(FAR_TIMES);
  if (far.length > 0) {
    console.warn(
      `PhoenixWarning: Some times of ${far.join(' and ')} are null: they lie after the year 2262`
    );
  }
  const nested = listed(JSON_COLUMNS);
  const present = spans.columnNames().filter(name => nested.includes(name));
  return present.length === 0 ? spans : spans.assign(table(readJsonColumns(spans, present)));
}

/** As the server names spans. */
export type SpanNames = { traceId: string; spanId: string }[];

/** The spans that a table of spans, or an array of its rows, holds; undefined for anything else. */
export function toSpanNames(value: unknown): SpanNames | undefined {
  const columns = readColumns(value);
  if (!columns) {
    return undefined;
  }
  const [traces, spans] = columns;
  return Array.from(spans, (span, i) => ({ traceId: String(traces[i]), spanId: String(span) }));
}

type Cells = ArrayLike<unknown>;

function readColumns(value: unknown): [traces: Cells, spans: Cells] | undefined {
  if (isTable(value)) {
    const names = value.columnNames();
    return names.includes(SPAN) && names.includes(TRACE)
      ? [value.array(TRACE), value.array(SPAN)]
      : undefined;
  }
  const isRow = (row: unknown): row is Record<string, unknown> =>
    typeof row === 'object' && row !== null && SPAN in row && TRACE in row;
  return Array.isArray(value) && value.length > 0 && value.every(isRow)
    ? [value.map(row => row[TRACE]), value.map(row => row[SPAN])]
    : undefined;
}

/** Columns of JSON text as their values. */
export function readJsonColumns(
  spans: ColumnTable,
  names: readonly string[]
): Record<string, unknown[]> {
  return Object.fromEntries(
    names.map(name => [
      name,
      Array.from(spans.array(name) as ArrayLike<string | null>, text =>
        name === 'events' ? readEvents(text ?? '[]') : text === null ? null : readValue(text)
      )
    ])
  );
}

/** A value of a span, as a notebook wants it: doubles are numbers like all others. */
export function readValue(text: string): unknown {
  return toPlain(readAttributeJson(text));
}

function toPlain(value: AttributeValue): unknown {
  if (value instanceof Double) {
    return value.value;
  }
  if (Array.isArray(value)) {
    return value.map(toPlain);
  }
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array)
    ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, toPlain(each)]))
    : value;
}

interface StoredEvent {
  name: string;
  /** Nanoseconds since 1970. */
  time?: number | bigint;
  timestamp?: string;
  attributes: object;
}

function readEvents(text: string): unknown[] {
  return (readValue(text) as StoredEvent[]).map(({ name, time, timestamp, attributes }) => ({
    name,
    timestamp: time === undefined ? new Date(timestamp ?? '') : new Date(Number(time) / 1e6),
    attributes
  }));
}
