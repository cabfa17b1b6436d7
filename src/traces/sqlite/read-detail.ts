import type { DatabaseSync } from 'node:sqlite';
import { readAttributeJson, writeAttributeJson } from '../../contract/attribute-json.ts';
import {
  type AttributeValue,
  getProperty,
  isAttributeObject
} from '../../contract/attribute-value.ts';
import { Failure } from '../../contract/failures.ts';
import type { Annotation } from '../../contract/span.ts';
import type { SpanDetail, TraceDetail } from '../../contract/traces.ts';
import { cutTexts } from '../cut-texts.ts';
import { readPath } from '../read-path.ts';
import { joinTime } from '../split-time.ts';
import { ROW_COLUMNS, ROW_FROM, toNumber, toSpanRow, toText, type Row } from './span-rows.ts';

/** All spans of a trace, in order of start. */
export function readTrace(db: DatabaseSync, traceId: string): TraceDetail {
  const rows = db.prepare(
    `SELECT ${ROW_COLUMNS} FROM ${ROW_FROM} WHERE t.trace_id = ? ORDER BY s.start_us, s.start_rest, s.id`
  );
  // One after the other: attributes are many times what is left of them in a row.
  const spans = Array.from(rows.iterate(traceId), toSpanRow);
  const [first] = spans;
  if (!first) {
    throw new Failure('trace/unknown', `Cannot find the trace ${JSON.stringify(traceId)}`);
  }
  return { traceId, project: first.project, spans };
}

/** A span in full, but for texts that are too long for a page. */
export function readSpan(db: DatabaseSync, traceId: string, spanId: string): SpanDetail {
  const row = findSpan(db, traceId, spanId);
  const attributes = readAttributeJson(String(row['attributes']));
  const cut = cutTexts(isAttributeObject(attributes) ? attributes : {});
  const [startNs, endNs] = readTimes(row);
  return {
    row: toSpanRow(row),
    startNs,
    endNs,
    attributes: writeAttributeJson(cut.attributes),
    events: readList(row['events']).map(event => ({
      name: textOf(getProperty(event, 'name')),
      timeNs: textOf(getProperty(event, 'time')),
      attributes: writeAttributeJson(getProperty(event, 'attributes') ?? {})
    })),
    links: readList(row['links']).map(link => ({
      traceId: textOf(getProperty(link, 'trace_id')),
      spanId: textOf(getProperty(link, 'span_id')),
      attributes: writeAttributeJson(getProperty(link, 'attributes') ?? {})
    })),
    resource: String(row['resource_attributes']),
    scope: { name: String(row['scope_name']), version: String(row['scope_version']) },
    annotations: readAnnotations(db, Number(row['id'])),
    cut: cut.texts
  };
}

/** One value of a span's attributes, whole: texts as they are, anything else as JSON. The path is that of {@link SpanDetail.cut}. */
export function readValue(db: DatabaseSync, traceId: string, spanId: string, path: string): string {
  const steps = readPath(path);
  if (!steps) {
    throw new Failure('request/invalid', `Cannot follow the path ${JSON.stringify(path)}`);
  }
  let value: AttributeValue | undefined = readAttributeJson(
    String(findSpan(db, traceId, spanId)['attributes'])
  );
  for (const step of steps) {
    value =
      typeof step === 'number' && Array.isArray(value)
        ? value[step]
        : getProperty(value, String(step));
  }
  return typeof value === 'string' ? value : writeAttributeJson(value ?? null);
}

function findSpan(db: DatabaseSync, traceId: string, spanId: string): Row {
  const row = db
    .prepare(
      `SELECT ${ROW_COLUMNS}, s.start_rest, s.end_rest, b.exact_times, b.events, b.links,
        r.attributes AS resource_attributes, r.scope_name, r.scope_version
       FROM ${ROW_FROM} JOIN resources r ON r.id = b.resource
       WHERE t.trace_id = ? AND s.span_id = ?`
    )
    .get(traceId, spanId);
  if (!row) {
    throw new Failure(
      'span/unknown',
      `Cannot find the span ${JSON.stringify(spanId)} of trace ${JSON.stringify(traceId)}`
    );
  }
  return row;
}

function readTimes(row: Row): [start: string, end: string | null] {
  const exact = toText(row['exact_times'])?.split(' ');
  if (exact) {
    const [start = '', end = ''] = exact;
    return [start, end === '' ? null : end];
  }
  const end = toNumber(row['end_us']);
  return [
    String(joinTime(Number(row['start_us']), Number(row['start_rest']))),
    end === null ? null : String(joinTime(end, Number(row['end_rest'])))
  ];
}

/** Names, ids and times, as the writer writes them. */
function textOf(value: AttributeValue | undefined): string {
  return typeof value === 'number' || typeof value === 'bigint'
    ? value.toString()
    : typeof value === 'string'
      ? value
      : '';
}

function readList(json: unknown): AttributeValue[] {
  const list = typeof json === 'string' ? readAttributeJson(json) : [];
  return Array.isArray(list) ? list : [];
}

function readAnnotations(db: DatabaseSync, span: number): Annotation[] {
  return db
    .prepare(
      'SELECT name, identifier, score, label, explanation FROM annotations WHERE span = ? ORDER BY name, identifier'
    )
    .all(span)
    .map(row => ({
      name: String(row['name']),
      identifier: String(row['identifier']),
      score: toNumber(row['score']),
      label: toText(row['label']),
      explanation: toText(row['explanation'])
    }));
}
