import {
  constants,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream
} from 'node:http2';
import { Failure, type FailureCode } from '../../contract/failures.ts';
import type { IncomingBytes } from './incoming-bytes.ts';
import type { IngestAnswer, IngestAsk } from './trace-messages.ts';

/** The one method of OTLP over gRPC that carries spans. */
const EXPORT = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

/** A message is a flag for compression, its length in four bytes, and its bytes. */
const PREFIX_BYTES = 5;

const OK = 0;
const CANCELLED = 1;
const INVALID_ARGUMENT = 3;
const DEADLINE_EXCEEDED = 4;
const RESOURCE_EXHAUSTED = 8;
const UNIMPLEMENTED = 12;
const INTERNAL = 13;
const UNAVAILABLE = 14;
const UNAUTHENTICATED = 16;

const CODES = new Map<FailureCode, number>([
  ['otlp/malformed', INVALID_ARGUMENT],
  ['otlp/too-large', INVALID_ARGUMENT],
  ['request/too-large', INVALID_ARGUMENT],
  ['request/cut-off', CANCELLED],
  ['request/slow', DEADLINE_EXCEEDED],
  ['otlp/media-type', UNIMPLEMENTED],
  ['auth/missing', UNAUTHENTICATED],
  // Exporters try these again.
  ['otlp/busy', UNAVAILABLE],
  ['session/closing', UNAVAILABLE],
  ['disk/full', RESOURCE_EXHAUSTED],
  ['disk/unwritable', RESOURCE_EXHAUSTED]
]);

export interface GrpcRules {
  ingest: (ask: IngestAsk) => Promise<IngestAnswer>;
  /** Whether the metadata of a call proves that it may write. */
  mayWrite: (headers: IncomingHttpHeaders) => boolean;
  incoming: IncomingBytes;
  maxBytes: number;
  onFault: (error: unknown) => void;
}

/** OTLP over gRPC: HTTP/2 without TLS, one unary call, the answer's status in the trailers. The same decoder and limits as over HTTP stand behind it. */
export function createGrpcCollector(rules: GrpcRules): Http2Server {
  const server = createServer({ ...FLOOD_LIMITS, settings: SETTINGS });
  server.on('session', closeWhenIdle);
  server.on('stream', (stream, headers) => {
    answer(stream, headers, rules).catch((error: unknown) => {
      rules.onFault(error);
      stream.destroy();
    });
  });
  // A client that goes away in mid-call is no fault of ours.
  server.on('sessionError', () => undefined);
  return server;
}

/** An exporter has one call on its way, seldom a few; what asks for more of everything is no exporter. */
const SETTINGS = { maxConcurrentStreams: 64, maxHeaderListSize: 16 * 1024, enablePush: false };
const FLOOD_LIMITS = {
  maxHeaderListPairs: 64,
  maxSessionInvalidFrames: 100,
  maxSessionRejectedStreams: 100,
  streamResetBurst: 200,
  streamResetRate: 20
};

/** Clients connect again when they have something to say. */
const IDLE_MS = 120_000;

function closeWhenIdle(session: ServerHttp2Session): void {
  session.setTimeout(IDLE_MS, () => {
    if (session.closed) {
      session.destroy();
    } else {
      session.close();
    }
  });
}

async function answer(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  rules: GrpcRules
): Promise<void> {
  stream.on('error', () => undefined);
  try {
    const ask = await readCall(stream, headers, rules);
    const { body } = await rules.ingest(ask);
    finish(stream, OK, '', body);
  } catch (error) {
    if (error instanceof Failure) {
      const { code, message, hint } = error;
      const sentence = hint === undefined ? message : `${message}. ${hint}`;
      finish(stream, CODES.get(code) ?? INTERNAL, sentence);
    } else {
      rules.onFault(error);
      finish(stream, INTERNAL, 'Cannot store the spans: the server met a bug');
    }
  }
}

async function readCall(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  { mayWrite, incoming, maxBytes }: GrpcRules
): Promise<IngestAsk> {
  const path = String(headers[constants.HTTP2_HEADER_PATH] ?? '');
  if (path !== EXPORT) {
    throw new Failure(
      'otlp/media-type',
      `Cannot answer the call "${path.slice(0, 100)}": only traces are collected here`
    );
  }
  if (!mayWrite(headers)) {
    throw new Failure('auth/missing', 'Cannot take spans without proof: the token is missing', {
      hint: 'Send it as the metadata "authorization: Bearer …"'
    });
  }
  const message = await readMessage(stream, incoming, maxBytes);
  const encoding = String(headers['grpc-encoding'] ?? 'identity').toLowerCase();
  const isCompressed = message.flag === 1;
  if (isCompressed && encoding !== 'gzip' && encoding !== 'deflate') {
    throw new Failure(
      'otlp/media-type',
      `Cannot read a message encoded as "${encoding.slice(0, 40)}": gzip, deflate or identity is needed`
    );
  }
  const project = headers['x-project-name'];
  return {
    body: message.body,
    encoding: 'protobuf',
    compression: isCompressed ? (encoding as 'gzip' | 'deflate') : null,
    project: typeof project === 'string' ? project : null,
    maxBytes
  };
}

async function readMessage(
  stream: ServerHttp2Stream,
  incoming: IncomingBytes,
  maxBytes: number
): Promise<{ flag: number; body: Uint8Array<ArrayBuffer> }> {
  // The stream stays open for the answer, also when the rest of the call is not read.
  const chunks = stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  const bytes = await incoming.collect(chunks, { maxBytes: maxBytes + PREFIX_BYTES });
  if (bytes.length < PREFIX_BYTES) {
    throw new Failure('request/cut-off', 'Cannot read the call: it ended before its message');
  }
  const length = new DataView(bytes.buffer).getUint32(1);
  if (bytes.length !== PREFIX_BYTES + length) {
    throw new Failure(
      'otlp/malformed',
      `Cannot read the call: its message has ${bytes.length - PREFIX_BYTES} bytes and announces ${length}`
    );
  }
  // A copy of its own, which a thread can be given.
  return { flag: bytes[0] ?? 0, body: bytes.slice(PREFIX_BYTES) };
}

function finish(
  stream: ServerHttp2Stream,
  status: number,
  message: string,
  body?: Uint8Array
): void {
  if (stream.destroyed || stream.headersSent) {
    return;
  }
  const trailers = {
    'grpc-status': String(status),
    ...(message === '' ? {} : { 'grpc-message': encodeURIComponent(message) })
  };
  const headers = { ':status': 200, 'content-type': 'application/grpc' };
  if (!body) {
    // A call that is refused before it was read leaves the rest of it unread.
    stream.respond({ ...headers, ...trailers }, { endStream: true });
    stream.close(constants.NGHTTP2_NO_ERROR);
    return;
  }
  stream.respond(headers, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers(trailers));
  const frame = Buffer.alloc(PREFIX_BYTES + body.length);
  frame.writeUInt32BE(body.length, 1);
  frame.set(body, PREFIX_BYTES);
  stream.end(frame);
}
