/** What a test says of a span; times in milliseconds after the start of its trace. */
export interface SpanSketch {
  id: number;
  parent?: number;
  name: string;
  kind?: string;
  at: number;
  /** Null: running. */
  to: number | null;
  error?: string;
  attributes?: Record<string, string | number | boolean>;
  exception?: { type: string; message: string; stacktrace: string };
}

type Value =
  { stringValue: string } | { intValue: string } | { doubleValue: number } | { boolValue: boolean };

const valueOf = (value: string | number | boolean): Value =>
  typeof value === 'string'
    ? { stringValue: value }
    : typeof value === 'boolean'
      ? { boolValue: value }
      : Number.isInteger(value)
        ? { intValue: String(value) }
        : { doubleValue: value };
const attributesOf = (values: Record<string, string | number | boolean>) =>
  Object.entries(values).map(([key, value]) => ({ key, value: valueOf(value) }));

export const traceIdOf = (trace: number) => trace.toString(16).padStart(32, '0');
export const spanIdOf = (trace: number, id: number) =>
  trace.toString(16).padStart(6, '0') + id.toString(16).padStart(10, '0');

/** Spans in the JSON of OTLP. */
export function toOtlp(trace: number, startMs: number, sketches: readonly SpanSketch[]): string {
  const nano = (ms: number) => String(BigInt(Math.round((startMs + ms) * 1000)) * 1000n);
  const spans = sketches.map(({ id, parent, name, kind = 'CHAIN', at, to, error, ...rest }) => ({
    traceId: traceIdOf(trace),
    spanId: spanIdOf(trace, id),
    ...(parent !== undefined && { parentSpanId: spanIdOf(trace, parent) }),
    name,
    startTimeUnixNano: nano(at),
    endTimeUnixNano: to === null ? '0' : nano(to),
    status: error === undefined ? { code: 1 } : { code: 2, message: error },
    attributes: attributesOf({ 'openinference.span.kind': kind, ...rest.attributes }),
    events: rest.exception
      ? [
          {
            name: 'exception',
            timeUnixNano: nano(to ?? at),
            attributes: attributesOf({
              'exception.type': rest.exception.type,
              'exception.message': rest.exception.message,
              'exception.stacktrace': rest.exception.stacktrace
            })
          }
        ]
      : []
  }));
  return JSON.stringify({
    resourceSpans: [{ scopeSpans: [{ scope: { name: 'test', version: '1.2' }, spans }] }]
  });
}

const PIXEL =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGP8z8DAwMDAxMDAwMDAAAANHQEDasKb6QAAAABJRU5ErkJggg==';
/** What would run, load or move if any of it became markup. */
export const HOSTILE =
  '<script>window.hit=1</script><img src=x onerror="window.hit=2"><iframe srcdoc="<b>x</b>"></iframe>' +
  '[go](javascript:window.hit=3) ![pic](https://example.org/track.png)';

const ANSWER = `# The moon and the tide

The tide follows the moon with a **lag** of about *12 minutes*.

| place | lag |
|---|---|
| Brest | 12 min |
| Dover | 31 min |

1. Ask the harbor
2. Then run \`lag(place)\`

\`\`\`python
def lag(place):
    return LAGS[place]
\`\`\`
`;

/** An agent that retrieves, embeds, reranks, asks a model twice, and fails in a tool: everything a detail shows. */
export function ragTrace({
  answer = ANSWER,
  model = 'gpt-4o',
  isFixed = false
} = {}): SpanSketch[] {
  const message = (list: string, i: number, part: string) => `llm.${list}.${i}.message.${part}`;
  return [
    {
      id: 1,
      name: 'rag.query',
      kind: 'AGENT',
      at: 0,
      to: isFixed ? 2900 : 4120,
      ...(!isFixed && { error: 'RateLimitError: retry 2 of 2' }),
      attributes: {
        'input.value': '{"question": "How does the tide follow the moon?", "k": 4}',
        'input.mime_type': 'application/json',
        'output.value': answer,
        'session.id': 'harbor-7',
        metadata: '{"tier": "gold", "user": {"id": 12345678901234567890}}'
      }
    },
    {
      id: 2,
      parent: 1,
      name: 'retrieve',
      kind: 'RETRIEVER',
      at: 20,
      to: 510,
      attributes: {
        'input.value': 'How does the tide follow the moon?',
        ...Object.fromEntries(
          [0.91, 0.72, 0.4].flatMap((score, i) => [
            [`retrieval.documents.${i}.document.id`, `doc-${i}`],
            [
              `retrieval.documents.${i}.document.content`,
              `Paragraph ${i} about tides. ${'The sea rises and falls. '.repeat(i === 0 ? 200 : 3)}`
            ],
            [`retrieval.documents.${i}.document.score`, score],
            [`retrieval.documents.${i}.document.metadata`, `{"page": ${i + 1}}`]
          ])
        )
      }
    },
    ...Array.from({ length: 24 }, (_, i) => ({
      id: 100 + i,
      parent: 2,
      name: 'embed',
      kind: 'EMBEDDING',
      at: 30 + i * 18,
      to: 46 + i * 18,
      attributes: {
        'embedding.model_name': 'small-3',
        'embedding.embeddings.0.embedding.text': `part ${i}`
      }
    })),
    {
      id: 3,
      parent: 1,
      name: 'plan',
      kind: 'LLM',
      at: 900,
      to: 1900,
      attributes: {
        'llm.model_name': model,
        'llm.token_count.prompt': 812,
        'llm.token_count.completion': 96,
        'llm.invocation_parameters': '{"temperature": 0.2}',
        'llm.tools.0.tool.json_schema': '{"type": "function", "function": {"name": "lag"}}',
        [message('input_messages', 0, 'role')]: 'system',
        [message('input_messages', 0, 'content')]: 'You are a harbor pilot. Answer briefly.',
        [message('input_messages', 1, 'role')]: 'user',
        [message('input_messages', 1, 'contents.0.message_content.type')]: 'text',
        [message('input_messages', 1, 'contents.0.message_content.text')]: HOSTILE,
        [message('input_messages', 1, 'contents.1.message_content.type')]: 'image',
        [message('input_messages', 1, 'contents.1.message_content.image.image.url')]: PIXEL,
        [message('input_messages', 1, 'contents.2.message_content.type')]: 'image',
        [message('input_messages', 1, 'contents.2.message_content.image.image.url')]:
          'https://example.org/harbor.png',
        [message('output_messages', 0, 'role')]: 'assistant',
        [message('output_messages', 0, 'content')]: answer,
        [message('output_messages', 0, 'tool_calls.0.tool_call.id')]: 'call-1',
        [message('output_messages', 0, 'tool_calls.0.tool_call.function.name')]: 'lag',
        [message('output_messages', 0, 'tool_calls.0.tool_call.function.arguments')]:
          '{"place": "Brest"}'
      }
    },
    {
      id: 4,
      parent: 1,
      name: 'tool lag',
      kind: 'TOOL',
      at: 1920,
      to: isFixed ? 2500 : 3900,
      ...(!isFixed && {
        error: 'rate limit',
        exception: {
          type: 'RateLimitError',
          message: 'retry 2 of 2',
          stacktrace:
            'Traceback (most recent call last):\n  File "harbor.py", line 7, in lag\nRateLimitError: retry 2 of 2'
        }
      }),
      attributes: {
        'tool.name': 'lag',
        'tool.parameters': '{"place": "str"}',
        'input.value': '{"place": "Brest"}'
      }
    },
    ...(isFixed
      ? [
          {
            id: 5,
            parent: 1,
            name: 'summarize',
            kind: 'LLM',
            at: 2510,
            to: 2890,
            attributes: { 'llm.model_name': model }
          }
        ]
      : []),
    { id: 6, parent: 1, name: 'other clock', kind: 'TOOL', at: -60_000, to: -59_000 },
    { id: 7, parent: 1, name: 'backwards', kind: 'TOOL', at: 2000, to: 1500 },
    { id: 8, parent: 99, name: 'orphan', kind: 'GUARDRAIL', at: 3000, to: 3300 }
  ];
}
