import { readAttributeJson } from '../../contract/attribute-json.ts';
import { isAttributeObject } from '../../contract/attribute-value.ts';
import type { SpanKind, SpanMark, StatusCode } from '../../contract/span.ts';
import type { SpanRow } from '../../contract/traces.ts';
import { PREVIEW_LENGTH, previewInput, previewOutput } from '../preview.ts';

/** Columns of {@link toSpanRow}, over spans s, traces t, bodies b, projects p. */
export const ROW_COLUMNS = `
  s.id, t.trace_id, s.span_id, s.parent_id, s.is_root, s.name, s.kind, s.status_code,
  s.status_message, s.start_us, s.end_us, s.latency_us, s.prompt_tokens, s.completion_tokens,
  s.total_tokens, s.sum_prompt, s.sum_completion, s.sum_total, s.sum_errors, s.sum_cost, s.model,
  ifnull(s.session_id, t.session_id) AS session_id, ifnull(s.user_id, t.user_id) AS user_id,
  s.documents, p.name AS project, b.attributes, b.marks, s.is_cut`;

export const ROW_FROM = `spans s
  JOIN traces t ON t.id = s.trace
  JOIN projects p ON p.id = s.project
  JOIN bodies b ON b.span = s.id`;

export type Row = Record<string, unknown>;

export function toSpanRow(row: Row): SpanRow {
  const read = readAttributeJson(String(row['attributes']));
  const attributes = isAttributeObject(read) ? read : {};
  return {
    traceId: String(row['trace_id']),
    spanId: String(row['span_id']),
    parentId: toText(row['parent_id']),
    isRoot: row['is_root'] === 1,
    name: String(row['name']),
    // Only the writer fills these columns, and it writes these words.
    kind: String(row['kind']) as SpanKind,
    statusCode: String(row['status_code']) as StatusCode,
    statusMessage: String(row['status_message']).slice(0, PREVIEW_LENGTH),
    startUs: Number(row['start_us']),
    endUs: toNumber(row['end_us']),
    latencyUs: toNumber(row['latency_us']),
    promptTokens: toNumber(row['prompt_tokens']),
    completionTokens: toNumber(row['completion_tokens']),
    totalTokens: toNumber(row['total_tokens']),
    cumulative: {
      prompt: Number(row['sum_prompt']),
      completion: Number(row['sum_completion']),
      total: Number(row['sum_total'])
    },
    errors: Number(row['sum_errors']),
    cost: toNumber(row['sum_cost']),
    model: toText(row['model']),
    sessionId: toText(row['session_id']),
    userId: toText(row['user_id']),
    documents: Number(row['documents']),
    input: previewInput(attributes),
    output: previewOutput(attributes),
    project: String(row['project']),
    marks: readMarks(row)
  };
}

function readMarks(row: Row): SpanMark[] {
  const marks = (toText(row['marks'])?.split(' ') as SpanMark[] | undefined) ?? [];
  const isEndless = row['is_cut'] === 1 && !marks.includes('own-parent');
  return isEndless ? [...marks, 'endless-parents'] : marks;
}

export function toNumber(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}

export function toText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
