import { parseArgs } from 'node:util';
import { decodeTraces } from '../otlp/decode-traces.ts';
import { decodeTracesJson } from '../otlp/decode-traces-json.ts';
import { decodeMessage, encodeRequest } from '../otlp/protobuf-fixture.ts';
import { describeMachine } from './describe-machine.ts';
import { takeMedian, timeWork, type Timing } from './time-work.ts';

/**
 * Decoding of one OTLP request of LLM spans, 26 attributes with messages each: ours, nested and checked, and protobufjs, which only reads the
 * fields; taking turns, in one thread.
 *
 * `node src/bench/otlp.ts --spans 512 --seconds 1.5 --rounds 3`
 */
const { values: options } = parseArgs({
  options: {
    spans: { type: 'string', default: '512' },
    seconds: { type: 'string', default: '1.5' },
    rounds: { type: 'string', default: '3' }
  }
});
const spanCount = Number(options.spans);

const text = (stringValue: string) => ({ stringValue });
const integer = (intValue: number) => ({ intValue: String(intValue) });
const toHex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
const LOREM = 'The owl hunts at night; its ears stand at different heights. '.repeat(4);

function makeSpan(i: number): object {
  const attributes = {
    'openinference.span.kind': text('LLM'),
    'llm.model_name': text('gpt-4o-mini'),
    'llm.provider': text('openai'),
    'llm.system': text('openai'),
    'llm.invocation_parameters': text('{"temperature": 0.2, "max_tokens": 256}'),
    'llm.token_count.prompt': integer(300 + (i % 100)),
    'llm.token_count.completion': integer(i % 300),
    'llm.token_count.total': integer(300 + (i % 400)),
    'llm.input_messages.0.message.role': text('system'),
    'llm.input_messages.0.message.content': text(LOREM),
    'llm.input_messages.1.message.role': text('user'),
    'llm.input_messages.1.message.content': text(`Question ${i}: ${LOREM}`),
    'llm.output_messages.0.message.role': text('assistant'),
    'llm.output_messages.0.message.content': text(`Answer ${i}: ${LOREM}`),
    'llm.output_messages.0.message.tool_calls.0.tool_call.function.name': text('search'),
    'llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments':
      text('{"query": "owls"}'),
    'input.value': text(`Question ${i}: ${LOREM}`),
    'input.mime_type': text('text/plain'),
    'output.value': text(`Answer ${i}: ${LOREM}`),
    'output.mime_type': text('text/plain'),
    'session.id': text(`session-${i % 20}`),
    'user.id': text(`user-${i % 50}`),
    metadata: text(`{"release": "1.${i % 9}", "shard": ${i % 4}}`),
    'tag.tags': { arrayValue: { values: [text('prod'), text('eu')] } },
    'quality.score': { doubleValue: (i % 100) / 100 },
    streaming: { boolValue: i % 2 === 0 }
  };
  return {
    traceId: toHex(1 + (i >> 3), 32),
    spanId: toHex(1 + i, 16),
    parentSpanId: i % 8 === 0 ? '' : toHex(1 + (i & ~7), 16),
    name: 'ChatCompletion',
    startTimeUnixNano: String(1700000000000000000n + BigInt(i) * 1_234_567n),
    endTimeUnixNano: String(1700000001000000000n + BigInt(i) * 1_234_567n),
    attributes: Object.entries(attributes).map(([key, value]) => ({ key, value })),
    status: { code: 1 }
  };
}

const request = {
  resourceSpans: [
    {
      resource: { attributes: [{ key: 'service.name', value: text('bench') }] },
      scopeSpans: [{ spans: Array.from({ length: spanCount }, (_, i) => makeSpan(i)) }]
    }
  ]
};
const protobuf = encodeRequest(request);
const json = new TextEncoder().encode(JSON.stringify(request));

const decoders = {
  'ours, protobuf': () => decodeTraces(protobuf).spans.length,
  'ours, JSON': () => decodeTracesJson(json).spans.length,
  'protobufjs, fields only': () => Object.keys(decodeMessage('Request', protobuf)).length
};

const machine = describeMachine();
console.log(machine, { spans: spanCount, bytes: protobuf.length });
const timings = new Map<string, (Timing & { result: number })[]>();
for (let round = 0; round <= Number(options.rounds); round++) {
  for (const [name, decode] of Object.entries(decoders)) {
    const timing = await timeWork(() => {
      const until = performance.now() + 1000 * Number(options.seconds);
      let requests = 0;
      for (; performance.now() < until; requests++) {
        decode();
      }
      return requests;
    });
    // The first round warms up.
    timings.set(name, round === 0 ? [] : [...(timings.get(name) ?? []), timing]);
  }
}
const rows = [...timings].map(([decoder, runs]) => {
  const { result, wallSeconds, cpuSeconds } = takeMedian(runs);
  return {
    decoder,
    'spans/s': Math.round((result * spanCount) / wallSeconds),
    'spans/cpu s': Math.round((result * spanCount) / cpuSeconds)
  };
});
console.table(rows);
console.log(JSON.stringify({ bench: 'otlp', machine, spans: spanCount, rows }));
