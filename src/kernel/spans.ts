import { table, type ColumnTable } from 'arquero';
import { tableFromIPC } from '@uwdata/flechette';
import { readAttributeJson } from '../contract/attribute-json.ts';
import { Double, type AttributeValue } from '../contract/attribute-value.ts';
import { toArquero } from './tables/to-arquero.ts';

/** Where the server lists the columns whose cells are JSON. */
const JSON_COLUMNS = 'phoenix:json';

/** A span as Arrow → one row per span; nested values are objects and arrays, long integers bigint. */
export function toSpansTable(bytes: Uint8Array): ColumnTable {
  const spans = toArquero(bytes);
  const names = tableFromIPC(bytes).schema.metadata?.get(JSON_COLUMNS);
  const nested = names === undefined ? [] : (JSON.parse(names) as string[]);
  const present = spans.columnNames().filter(name => nested.includes(name));
  return present.length === 0 ? spans : spans.assign(table(readJsonColumns(spans, present)));
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
