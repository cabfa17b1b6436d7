import { encodeRequest } from '../otlp/protobuf-fixture.ts';

const text = (stringValue: string) => ({ stringValue });
const integer = (intValue: number) => ({ intValue: String(intValue) });
const toHex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
/** Texts are as long, and as full of different words, as a question is and its answer. */
const TEXT_LENGTH = 256;
const SYLLABLES = 'ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu'.split(' ');
const WORDS = [
  ...'the of and to in a is that for it as with on be at by owl hunts night ears'.split(' '),
  ...Array.from({ length: 8000 }, (_, i) =>
    [i % 20, (i * 7) % 19, ...(i % 3 === 0 ? [i % 17] : []), Math.floor(i / 400)]
      .map(place => SYLLABLES[place] ?? '')
      .join('')
  )
];

/** The same words for the same number; a few of them make up half of all texts, as in any language. */
function makeText(seed: number): string {
  let state = Math.imul(seed + 1, 2654435761) >>> 0;
  const words: string[] = [];
  for (let length = 0; length < TEXT_LENGTH; length += (words.at(-1) ?? '').length + 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    words.push(WORDS[Math.floor(WORDS.length ** (state / 2 ** 32)) - 1] ?? '');
  }
  return words.join(' ');
}

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

function makeSpan(i: number, traceSpans: number, seed: number): object {
  const question = `Question ${i}: ${makeText(2 * seed)}`;
  const answer = `Answer ${i}: ${makeText(2 * seed + 1)}`;
  const kind = KINDS[i % KINDS.length] ?? 'CHAIN';
  const attributes = {
    'openinference.span.kind': text(kind),
    'input.value': text(question),
    'output.value': text(answer),
    'session.id': text(`session-${i % 20}`),
    'user.id': text(`user-${i % 50}`),
    metadata: text(JSON.stringify({ tier: TIERS[i % TIERS.length], run: i % 300 })),
    ...(kind === 'LLM' && {
      'llm.model_name': text('gpt-4o-mini'),
      'llm.token_count.prompt': integer(300 + (i % 100)),
      'llm.token_count.completion': integer(i % 300),
      'llm.input_messages.0.message.role': text('user'),
      'llm.input_messages.0.message.content': text(question),
      'llm.output_messages.0.message.role': text('assistant'),
      'llm.output_messages.0.message.content': text(answer)
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

/** Spans whose texts differ from each other's, and requests that have texts of their own. */
const DIFFERENT_SPANS = 8192;
const MAX_TEMPLATES = 32;

/** Makes requests of `count` LLM spans, of 1 to 2 kB each and in traces of eight; each call gives new ids and later times, for the price of a copy. */
export function createRequestMaker(
  count: number,
  traceSpans = SPANS_PER_TRACE
): (batch: number) => Uint8Array<ArrayBuffer> {
  const templates: Template[] = [];
  const size = Math.min(MAX_TEMPLATES, Math.ceil(DIFFERENT_SPANS / count));
  return batch => {
    const at = batch % size;
    const template = (templates[at] ??= makeTemplate(count, traceSpans, at));
    const copy = new Uint8Array(template.bytes);
    const view = new DataView(copy.buffer);
    template.ids.forEach(place => view.setUint32(place, batch));
    const later = BigInt(batch) * BigInt(count) * STEP_NS;
    template.times.forEach(({ place, time }) => view.setBigUint64(place, time + later, true));
    return copy;
  };
}

interface Template {
  bytes: Uint8Array;
  ids: number[];
  times: { place: number; time: bigint }[];
}

function makeTemplate(count: number, traceSpans: number, number: number): Template {
  const spans = Array.from({ length: count }, (_, i) =>
    makeSpan(i, traceSpans, number * count + i)
  );
  const bytes = Buffer.from(
    encodeRequest({
      resourceSpans: [
        {
          resource: { attributes: [{ key: 'service.name', value: text('bench') }] },
          scopeSpans: [{ spans }]
        }
      ]
    })
  );
  const mark = Buffer.from(MARK, 'hex');
  const ids: number[] = [];
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 4)) {
    ids.push(at);
  }
  return { bytes, ids, times: findTimes(bytes, count) };
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
