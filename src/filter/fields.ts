export type ValueType = 'text' | 'number' | 'boolean' | 'time' | 'unknown';

/** What every span has beside its attributes, by the name users write (§4.2.2). */
export const FIELD_TYPES = {
  span_id: 'text',
  trace_id: 'text',
  parent_id: 'text',
  span_kind: 'text',
  name: 'text',
  status_code: 'text',
  status_message: 'text',
  start_time: 'time',
  end_time: 'time',
  latency_ms: 'number',
  error_count: 'number',
  cumulative_error_count: 'number',
  'llm.token_count.prompt': 'number',
  'llm.token_count.completion': 'number',
  'llm.token_count.total': 'number',
  cumulative_llm_token_count_prompt: 'number',
  cumulative_llm_token_count_completion: 'number',
  cumulative_llm_token_count_total: 'number'
} as const satisfies Record<string, ValueType>;

export type FieldName = keyof typeof FIELD_TYPES;

const FIELDS = new Map<string, FieldName>(
  Object.keys(FIELD_TYPES).map(name => [name, name as FieldName])
);

/** Other names of fields: those of the first filter language, and ids as OpenTelemetry nests them. */
const ALIASES = new Map<string, FieldName>([
  ['context.span_id', 'span_id'],
  ['context.trace_id', 'trace_id'],
  ['cumulative_token_count.prompt', 'cumulative_llm_token_count_prompt'],
  ['cumulative_token_count.completion', 'cumulative_llm_token_count_completion'],
  ['cumulative_token_count.total', 'cumulative_llm_token_count_total']
]);

/** The field that a dotted name stands for, undefined when it is an attribute. */
export function findField(name: string): FieldName | undefined {
  return FIELDS.get(name) ?? ALIASES.get(name);
}

export const FIELD_NAMES: readonly string[] = [...FIELDS.keys(), ...ALIASES.keys()];

/** Fields whose values are upper-case words, so that they may be compared with words in any case. */
export function isUpperCase(field: FieldName): boolean {
  return field === 'span_kind' || field === 'status_code';
}
