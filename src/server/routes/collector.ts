import { Hono, type Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { Failure, FAILURES } from '../../contract/failures.ts';
import { encodeStatus, type OtlpEncoding } from '../../otlp/encode-answer.ts';
import type { Deps } from '../deps.ts';
import { toFailureBody } from '../failure.ts';
import { INGEST_BYTES } from '../guard/body-cap.ts';
import type { Log } from '../log.ts';
import type { IncomingBytes } from '../traces/incoming-bytes.ts';
import type { IngestAsk } from '../traces/trace-messages.ts';

const MEDIA_TYPES = new Map<string, OtlpEncoding>([
  ['application/x-protobuf', 'protobuf'],
  ['application/protobuf', 'protobuf'],
  ['application/json', 'json']
]);
const MEDIA_TYPE_OF = { protobuf: 'application/x-protobuf', json: 'application/json' } as const;

const COMPRESSIONS = new Map<string, IngestAsk['compression']>([
  ['', null],
  ['identity', null],
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['deflate', 'deflate']
]);

/** Codes of google.rpc.Code for the statuses of HTTP that exporters get. */
const RPC_CODES = new Map<number, number>([
  [400, 3],
  [401, 16],
  [403, 7],
  [404, 12],
  [405, 12],
  [408, 4],
  [413, 8],
  [415, 3],
  [421, 7],
  [503, 14],
  [507, 8]
]);
const INTERNAL = 13;

const RETRY_SECONDS = '1';

/** What OpenTelemetry exporters send to: 200 means that the spans are on disk. Refusals speak the encoding of the request, as OTLP asks. */
export function collectorRoutes({ traces, log }: Deps) {
  return new Hono()
    .post('/v1/traces', async c => {
      const encoding = readEncoding(c);
      const compression = readCompression(c);
      const body = await readBody(c, traces.incoming);
      const project = c.req.header('X-Project-Name') ?? null;
      const answer = await traces.ingest({
        body,
        encoding,
        compression,
        project,
        maxBytes: INGEST_BYTES
      });
      if (answer.rejected > 0) {
        log.note(`${answer.rejected} spans of a request could not be stored`);
      }
      return c.body(answer.body, 200, { 'Content-Type': MEDIA_TYPE_OF[encoding] });
    })
    .all('/v1/traces', c => {
      c.header('Allow', 'POST');
      throw new Failure('route/method', 'Cannot give spans here: they are only taken, with POST');
    })
    .all('/v1/:signal{metrics|logs}', c => {
      throw new Failure(
        'route/unknown',
        `Cannot take ${c.req.param('signal')}: only traces are collected here`,
        { hint: 'Set OTEL_METRICS_EXPORTER and OTEL_LOGS_EXPORTER to "none"' }
      );
    })
    .onError((error, c) => refuseSpans(c, error, log));
}

/** Answers an exporter that something is wrong, as OTLP asks: in the encoding of its request. */
export function refuseSpans(c: Context, error: unknown, log: Log): Response {
  const { status, body } = toFailureBody(error);
  if (status === 500) {
    log.fault('Spans could not be stored', error);
  }
  const { code, message, hint } = body.error;
  if (FAILURES[code].retry || status === 503) {
    c.header('Retry-After', RETRY_SECONDS);
  }
  if (code === 'request/slow') {
    c.header('Connection', 'close');
  }
  const sentence = hint === undefined ? message : `${message}. ${hint}`;
  const encoding = findEncoding(c) ?? 'json';
  const answer = encodeStatus(RPC_CODES.get(status) ?? INTERNAL, sentence, encoding);
  // Every status of a failure has a body.
  return c.body(answer, status as ContentfulStatusCode, {
    'Content-Type': MEDIA_TYPE_OF[encoding]
  });
}

async function readBody(c: Context, incoming: IncomingBytes): Promise<Uint8Array<ArrayBuffer>> {
  const { body } = c.req.raw;
  return body ? incoming.collect(body, { maxBytes: INGEST_BYTES }) : new Uint8Array(0);
}

function findEncoding(c: Context): OtlpEncoding | undefined {
  const type = c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase();
  return MEDIA_TYPES.get(type ?? '');
}

function readEncoding(c: Context): OtlpEncoding {
  const encoding = findEncoding(c);
  if (encoding === undefined) {
    const type = c.req.header('Content-Type') ?? '';
    throw new Failure(
      'otlp/media-type',
      `Cannot read spans of the type ${JSON.stringify(type.slice(0, 80))}: application/x-protobuf or application/json is needed`
    );
  }
  return encoding;
}

function readCompression(c: Context): IngestAsk['compression'] {
  const name = c.req.header('Content-Encoding')?.trim().toLowerCase() ?? '';
  const compression = COMPRESSIONS.get(name);
  if (compression === undefined) {
    throw new Failure(
      'otlp/media-type',
      `Cannot read a body encoded as ${JSON.stringify(name.slice(0, 40))}: gzip, deflate or identity is needed`
    );
  }
  return compression;
}
