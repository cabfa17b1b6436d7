import { fileURLToPath } from 'node:url';
import { SpanKind, SpanStatusCode, context, trace } from '@opentelemetry/api';
import { OTLPTraceExporter as GrpcExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Page, SpanDetail, SpanRow } from '../../contract/traces.ts';
import { createSandbox, type Sandbox, type ServerProcess } from '../process-fixture.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

let sandbox: Sandbox;
let server: ServerProcess;
let grpc = '';

beforeAll(async () => {
  sandbox = await createSandbox();
  server = await sandbox.start(MAIN);
  const answer = await server.client.api.collector.$get();
  const collector = (await answer.json()) as { grpc: string };
  grpc = collector.grpc;
});
afterAll(() => sandbox[Symbol.asyncDispose]());
afterEach(() => vi.unstubAllEnvs());

type Exporter = ConstructorParameters<typeof BatchSpanProcessor>[0];

/** What the SDK of OpenTelemetry sends for a question that a model answers, badly. */
async function send(exporter: Exporter): Promise<void> {
  const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] });
  const tracer = provider.getTracer('shop', '2.0.0');
  const root = tracer.startSpan('question', { kind: SpanKind.SERVER });
  const call = tracer.startSpan(
    'call',
    {
      attributes: {
        'openinference.span.kind': 'LLM',
        'llm.model_name': 'gpt-4o-mini',
        'llm.token_count.prompt': 11,
        'llm.token_count.completion': 5,
        'llm.input_messages.0.message.role': 'user',
        'llm.input_messages.0.message.content': 'Grüße 日本',
        share: 0.25,
        large: Number.MAX_SAFE_INTEGER,
        isFresh: true,
        tags: ['a', 'b']
      },
      links: [{ context: root.spanContext(), attributes: { reason: 'retry' } }]
    },
    trace.setSpan(context.active(), root)
  );
  call.addEvent('first token', { after: 7 });
  call.recordException(new RangeError('too long'));
  call.setStatus({ code: SpanStatusCode.ERROR, message: 'too long' });
  call.end();
  root.end();
  await provider.shutdown();
}

/** The spans that have come, each as the server tells it in full; they are gone afterwards. */
async function takeSpans() {
  const answer = await server.client.api.spans.$post({ json: {} });
  const { rows } = (await answer.json()) as Page<SpanRow>;
  const spans = await Promise.all(
    rows.map(async ({ traceId, spanId }) => {
      const param = { traceId, spanId };
      const one = await server.client.api.traces[':traceId'].spans[':spanId'].$get({ param });
      const { row, attributes, events, links, scope } = (await one.json()) as SpanDetail;
      const read = <T extends { attributes: string }>(part: T) => ({
        ...part,
        attributes: JSON.parse(part.attributes) as unknown
      });
      return {
        ...read({ attributes }),
        row,
        scope,
        events: events.map(read),
        links: links.map(read)
      };
    })
  );
  await server.client.api.spans.delete.$post({ json: { kind: 'scope' } });
  return spans;
}

const EXPORTERS: [string, () => Exporter][] = [
  ['protobuf', () => new ProtobufExporter({ url: `${server.record.url}v1/traces` })],
  ['JSON', () => new JsonExporter({ url: `${server.record.url}v1/traces` })],
  ['gRPC', () => new GrpcExporter({ url: grpc })]
];

test.each(EXPORTERS)('the exporter for %s sends spans that arrive whole', async (_, create) => {
  await send(create());
  const spans = await takeSpans();
  const [call, root] = ['call', 'question'].map(name => spans.find(({ row }) => row.name === name));
  expect(root?.row).toMatchObject({ name: 'question', kind: 'UNKNOWN', parentId: null });
  expect(call?.row).toMatchObject({
    name: 'call',
    kind: 'LLM',
    parentId: root?.row.spanId,
    project: 'default',
    statusCode: 'ERROR',
    statusMessage: 'too long'
  });
  expect(call).toMatchObject({
    attributes: {
      llm: {
        model_name: 'gpt-4o-mini',
        token_count: { prompt: 11, completion: 5 },
        input_messages: [{ message: { role: 'user', content: 'Grüße 日本' } }]
      },
      share: 0.25,
      large: Number.MAX_SAFE_INTEGER,
      isFresh: true,
      tags: ['a', 'b']
    },
    events: [
      { name: 'first token', attributes: { after: 7 } },
      { name: 'exception', attributes: { 'exception.message': 'too long' } }
    ],
    links: [{ spanId: root?.row.spanId, attributes: { reason: 'retry' } }],
    scope: { name: 'shop', version: '2.0.0' }
  });
});

const FROM_ENVIRONMENT: [string, () => Exporter][] = [
  ['protobuf', () => new ProtobufExporter()],
  ['JSON', () => new JsonExporter()],
  ['gRPC', () => new GrpcExporter()]
];

test.each(FROM_ENVIRONMENT)(
  'for %s an address in the environment is enough',
  async (name, create) => {
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', name === 'gRPC' ? grpc : server.record.url);
    vi.stubEnv('OTEL_EXPORTER_OTLP_COMPRESSION', 'gzip');
    await send(create());
    expect((await takeSpans()).map(({ row }) => row.name).sort()).toEqual(['call', 'question']);
  }
);
