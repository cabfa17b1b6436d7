import { encodeRequest } from '../otlp/protobuf-fixture.ts';

const text = (stringValue: string) => ({ stringValue });
const integer = (intValue: number) => ({ intValue: String(intValue) });
const toHex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
const LOREM = 'The owl hunts at night; its ears stand at different heights. '.repeat(4);
const TIERS = ['gold', 'free', 'team', 'free'];
const KINDS = ['CHAIN', 'LLM', 'RETRIEVER', 'LLM', 'TOOL', 'LLM', 'EMBEDDING', 'LLM'];

/** Begins every id of the template, so that it can be found and replaced in the bytes. */
const MARK = 'deadbeef';
const SPANS_PER_TRACE = 8;

const STEP_NS = 1_234_567n;

function timesOf(i: number): { start: bigint; end: bigint } {
  const latency = 1_000_000n * BigInt(5 + ((i * 7919) % 4000));
  const start = 1_767_225_600_000_000_000n + BigInt(i) * STEP_NS;
  return { start, end: start + latency };
}

function makeSpan(i: number, traceSpans: number): object {
  const kind = KINDS[i % KINDS.length] ?? 'CHAIN';
  const attributes = {
    'openinference.span.kind': text(kind),
    'input.value': text(`Question ${i}: ${LOREM}`),
    'output.value': text(`Answer ${i}: ${LOREM}`),
    'session.id': text(`session-${i % 20}`),
    'user.id': text(`user-${i % 50}`),
    metadata: text(JSON.stringify({ tier: TIERS[i % TIERS.length], run: i % 300 })),
    ...(kind === 'LLM' && {
      'llm.model_name': text('gpt-4o-mini'),
      'llm.token_count.prompt': integer(300 + (i % 100)),
      'llm.token_count.completion': integer(i % 300),
      'llm.input_messages.0.message.role': text('user'),
      'llm.input_messages.0.message.content': text(`Question ${i}: ${LOREM}`),
      'llm.output_messages.0.message.role': text('assistant'),
      'llm.output_messages.0.message.content': text(`Answer ${i}: ${LOREM}`)
    })
  };
  const trace = Math.floor(i / traceSpans);
  const { start, end } = timesOf(i);
  return {
    traceId: `${MARK}${toHex(1 + trace, 24)}`,
    spanId: `${MARK}${toHex(1 + i, 8)}`,
    parentSpanId: i % traceSpans === 0 ? '' : `${MARK}${toHex(1 + trace * traceSpans, 8)}`,
    name: `${kind.toLowerCase()} step`,
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(end),
    attributes: Object.entries(attributes).map(([key, value]) => ({ key, value })),
    status: { code: i % 50 === 7 ? 2 : 1 }
  };
}

/** Makes requests of `count` LLM spans, of 1 to 2 kB each and in traces of eight; each call gives new ids and later times, for the price of a copy. */
export function createRequestMaker(
  count: number,
  traceSpans = SPANS_PER_TRACE
): (batch: number) => Uint8Array<ArrayBuffer> {
  const template = encodeRequest({
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: text('bench') }] },
        scopeSpans: [{ spans: Array.from({ length: count }, (_, i) => makeSpan(i, traceSpans)) }]
      }
    ]
  });
  const mark = Buffer.from(MARK, 'hex');
  const places: number[] = [];
  const bytes = Buffer.from(template);
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 4)) {
    places.push(at);
  }
  const times = findTimes(bytes, count);
  return batch => {
    const copy = new Uint8Array(template);
    const view = new DataView(copy.buffer);
    places.forEach(place => view.setUint32(place, batch));
    const later = BigInt(batch) * BigInt(count) * STEP_NS;
    times.forEach(({ place, time }) => view.setBigUint64(place, time + later, true));
    return copy;
  };
}

/** Where the spans' times stand, in their order. */
function findTimes(bytes: Buffer, count: number): { place: number; time: bigint }[] {
  const found: { place: number; time: bigint }[] = [];
  const sought = Buffer.alloc(8);
  let at = 0;
  for (let i = 0; i < count; i++) {
    for (const time of Object.values(timesOf(i))) {
      sought.writeBigUInt64LE(time);
      at = bytes.indexOf(sought, at);
      found.push({ place: at, time });
    }
  }
  return found;
}
