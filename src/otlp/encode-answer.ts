import type { RejectedSpan } from './decoded-traces.ts';
import { shorten } from './shorten.ts';

export type OtlpEncoding = 'protobuf' | 'json';

/** Sentences that an answer spells out; the rest is counted. */
const MAX_REASONS = 5;

/** The ExportTraceServiceResponse for a request whose spans are stored but for `rejected`. */
export function encodeTracesAnswer(
  rejected: readonly RejectedSpan[],
  encoding: OtlpEncoding
): Uint8Array<ArrayBuffer> {
  const message = describeRejected(rejected);
  if (encoding === 'json') {
    const partialSuccess = { rejectedSpans: String(rejected.length), errorMessage: message };
    return toBytes(JSON.stringify(rejected.length > 0 ? { partialSuccess } : {}));
  }
  if (rejected.length === 0) {
    return new Uint8Array(0);
  }
  const partialSuccess = concat(writeVarint(1, rejected.length), writeBytes(2, toBytes(message)));
  return writeBytes(1, partialSuccess);
}

/** A google.rpc.Status, the body of every answer that refuses a whole request. `code` is one of gRPC's. */
export function encodeStatus(
  code: number,
  message: string,
  encoding: OtlpEncoding
): Uint8Array<ArrayBuffer> {
  return encoding === 'json'
    ? toBytes(JSON.stringify({ code, message }))
    : concat(writeVarint(1, code), writeBytes(2, toBytes(message)));
}

/** One sentence per rejected span, up to five; `''` when there is none. */
export function describeRejected(rejected: readonly RejectedSpan[]): string {
  const sentences = rejected
    .slice(0, MAX_REASONS)
    .map(
      ({ index, name, reason }) =>
        `Span ${index}${name === '' ? '' : ` ("${shorten(name)}")`} cannot be stored: ${reason}`
    );
  const more = rejected.length - sentences.length;
  return [...sentences, ...(more > 0 ? [`${more} more cannot be stored`] : [])].join('. ');
}

function toBytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

const VARINT = 0;
const BYTES = 2;

function writeVarint(field: number, value: number): Uint8Array<ArrayBuffer> {
  return concat(toVarint((field << 3) | VARINT), toVarint(value));
}

function writeBytes(field: number, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return concat(toVarint((field << 3) | BYTES), toVarint(bytes.length), bytes);
}

function toVarint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) {
    bytes.push((rest % 0x80) | 0x80);
  }
  return Uint8Array.from([...bytes, rest]);
}

function concat(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
