import type { FieldName } from './fields.ts';

/**
 * Where a filter's SQL finds the fields of a span. The query around it names the tables: `s` has one row per span, `b` its attributes as JSON, which
 * only {@link FilterSql.usesAttributes} needs. Times are integers of nanoseconds, latencies of microseconds.
 */
export const SPAN_COLUMNS: Readonly<Record<FieldName, string>> = {
  span_id: 's.span_id',
  trace_id: 's.trace_id',
  parent_id: 's.parent_id',
  span_kind: 's.kind',
  name: 's.name',
  status_code: 's.status_code',
  status_message: 's.status_message',
  start_time: 's.start_ns',
  end_time: 's.end_ns',
  // The nearest double to the decimal fraction, which is what a literal such as 1.234 is, too.
  latency_ms: '(s.latency_us / 1000.0)',
  error_count: "(s.status_code = 'ERROR')",
  cumulative_error_count: 's.cumulative_errors',
  'llm.token_count.prompt': 's.tokens_prompt',
  'llm.token_count.completion': 's.tokens_completion',
  'llm.token_count.total': 's.tokens_total',
  cumulative_llm_token_count_prompt: 's.cumulative_tokens_prompt',
  cumulative_llm_token_count_completion: 's.cumulative_tokens_completion',
  cumulative_llm_token_count_total: 's.cumulative_tokens_total'
};

export const ATTRIBUTES_COLUMN = 'b.attributes';

/** No parent, or one that is not there; a span that is its own parent has none. */
export const ROOT_SQL =
  '(s.parent_id IS NULL OR s.parent_id = s.span_id OR NOT EXISTS (SELECT 1 FROM spans AS p WHERE p.trace_id = s.trace_id AND p.span_id = s.parent_id))';

/** What joins the annotations of one name, under the alias and the parameter given. */
export function joinAnnotations(of: 'span' | 'trace', alias: string, name: string): string {
  return of === 'span'
    ? `LEFT JOIN span_annotations AS ${alias} ON ${alias}.trace_id = s.trace_id AND ${alias}.span_id = s.span_id AND ${alias}.name = ${name}`
    : `LEFT JOIN trace_annotations AS ${alias} ON ${alias}.trace_id = s.trace_id AND ${alias}.name = ${name}`;
}
