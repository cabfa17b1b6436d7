import type { DatabaseSync } from 'node:sqlite';
import { readAttributeJson } from '../../contract/attribute-json.ts';
import type { SpanScope } from '../../contract/traces.ts';
import { orderRows } from '../columns/order-rows.ts';
import { joinTime } from '../split-time.ts';
import { readDocuments, readEmbeddings, type SpanVector, type VectorPage } from '../vector-page.ts';
import { selectRows, type SpanSource } from './select-rows.ts';
import { toNumber, toText } from './span-rows.ts';

/** Rows of the spans of a scope, newest first: what {@link readVectors} is asked for piece by piece, so that others are answered in between. */
export function listRows(source: SpanSource, scope: SpanScope): Float64Array {
  return orderRows(source.table, selectRows(source, scope)).slice();
}

/** Vectors of some spans; those that have gone meanwhile are left out. */
export function readVectors(db: DatabaseSync, rows: Float64Array): VectorPage {
  const read = db.prepare(
    `SELECT t.trace_id, s.span_id, s.name, s.kind, s.model, s.start_us, s.start_rest, s.latency_us,
      s.status_code, ifnull(s.session_id, t.session_id) AS session_id, p.name AS project,
      parent.kind AS parent_kind, b.attributes
     FROM spans s
     JOIN traces t ON t.id = s.trace
     JOIN projects p ON p.id = s.project
     JOIN bodies b ON b.span = s.id
     LEFT JOIN spans parent ON parent.trace = s.trace AND parent.span_id = s.parent_id
     WHERE s.id = ?`
  );
  const vectors: SpanVector[] = [];
  const parts: Float32Array[] = [];
  const documents: string[] = [];
  for (const id of rows) {
    const row = read.get(id);
    const written = String(row?.['attributes'] ?? '');
    // Most spans carry neither, and reading what they say is dear.
    if (!row || !/"embeddings"|"documents"|"output_documents"/.test(written)) {
      continue;
    }
    const attributes = readAttributeJson(written);
    documents.push(...readDocuments(attributes));
    const latencyUs = toNumber(row['latency_us']);
    for (const { position, values, text } of readEmbeddings(attributes)) {
      parts.push(values);
      vectors.push({
        traceId: String(row['trace_id']),
        spanId: String(row['span_id']),
        position,
        length: values.length,
        text,
        name: String(row['name']),
        kind: String(row['kind']),
        model: toText(row['model']),
        startNs: joinTime(Number(row['start_us']), Number(row['start_rest'])),
        latencyMs: latencyUs === null ? null : latencyUs / 1000,
        statusCode: String(row['status_code']),
        project: String(row['project']),
        sessionId: toText(row['session_id']),
        isQuery: row['kind'] === 'RETRIEVER' || row['parent_kind'] === 'RETRIEVER'
      });
    }
  }
  return { vectors, values: join(parts), documents };
}

function join(parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const joined = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
