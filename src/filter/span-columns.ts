import type { FieldName } from './fields.ts';

/**
 * Where a filter's SQL finds the fields of a span. The query around it names the tables: `s` has one row per span, `b` its attributes as JSON, which
 * only {@link FilterSql.usesAttributes} needs. Times are integers of nanoseconds, latencies of microseconds.
 */
export const SPAN_COLUMNS: Readonly<Record<FieldName, string>> = {
  span_id: 's.span_id',
  trace_id: 't.trace_id',
  parent_id: 's.parent_id',
  span_kind: 's.kind',
  name: 's.name',
  status_code: 's.status_code',
  status_message: 's.status_message',
  start_time: '(s.start_us * 1000 + s.start_rest)',
  end_time: '(s.end_us * 1000 + s.end_rest)',
  // The nearest double to the decimal fraction, which is what a literal such as 1.234 is, too.
  latency_ms: '(s.latency_us / 1000.0)',
  error_count: "(s.status_code = 'ERROR')",
  cumulative_error_count: 's.sum_errors',
  'llm.token_count.prompt': 's.prompt_tokens',
  'llm.token_count.completion': 's.completion_tokens',
  'llm.token_count.total': 's.total_tokens',
  cumulative_llm_token_count_prompt: 's.sum_prompt',
  cumulative_llm_token_count_completion: 's.sum_completion',
  cumulative_llm_token_count_total: 's.sum_total'
};

export const ATTRIBUTES_COLUMN = 'b.attributes';

/** No parent, or one that has not come. */
export const ROOT_SQL = '(s.is_root = 1)';

/** What joins the annotations of one name, under the alias and the parameter given. */
export function joinAnnotations(of: 'span' | 'trace', alias: string, name: string): string {
  return of === 'span'
    ? `LEFT JOIN annotations AS ${alias} ON ${alias}.span = s.id AND ${alias}.name = ${name}`
    : `LEFT JOIN annotations AS ${alias} ON ${alias}.trace = s.trace AND ${alias}.span IS NULL AND ${alias}.name = ${name}`;
}
