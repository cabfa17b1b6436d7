import type { Context, TypedResponse } from 'hono';
import type { JSONParsed } from 'hono/utils/types';
import { encodeFrame, FRAME_MIME, type Section } from '../contract/frame.ts';
import type { JsonText } from './json-text.ts';

const ARROW_STREAM_MIME = 'application/vnd.apache.arrow.stream';

export function sendFrame(c: Context, header: object, sections: Readonly<Record<string, Section>>) {
  return c.body(encodeFrame(header, sections), 200, { 'Content-Type': FRAME_MIME });
}

export function sendArrow(c: Context, bytes: Uint8Array<ArrayBuffer>) {
  return c.body(bytes, 200, { 'Content-Type': ARROW_STREAM_MIME });
}

/** As `c.json` of the answer, for those who read its type. */
export function sendJson<Answer extends object>(c: Context, text: JsonText<Answer>) {
  const response: Response = c.body(text, 200, { 'Content-Type': 'application/json' });
  return response as Response & TypedResponse<JSONParsed<Answer>, 200, 'json'>;
}

/** Arrow of a known length, sent as it is read. */
export function sendArrowStream(
  c: Context,
  { length, body }: { length: number; body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> }
) {
  return c.body(body, 200, {
    'Content-Type': ARROW_STREAM_MIME,
    'Content-Length': String(length)
  });
}

/** Bytes handed over at a time; smaller ones travel no faster, and larger ones keep others waiting. */
const PIECE_BYTES = 2 ** 20;

/** Arrow that lies in several places, sent piece by piece as fast as it is read. */
export function sendArrowParts(c: Context, parts: readonly Uint8Array[]) {
  const length = parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return sendArrowStream(c, { length, body: ReadableStream.from(cutPieces(parts, length)) });
}

/** The bytes of all parts, `length` together, in pieces of one size. Copied, since a socket does not take shared memory. */
function* cutPieces(parts: readonly Uint8Array[], length: number): Iterable<Uint8Array> {
  let left = length;
  let piece = new Uint8Array(Math.min(PIECE_BYTES, left));
  let used = 0;
  for (const part of parts) {
    for (let start = 0; start < part.length;) {
      const taken = part.subarray(start, start + piece.length - used);
      piece.set(taken, used);
      used += taken.length;
      start += taken.length;
      if (used === piece.length) {
        yield piece;
        left -= used;
        used = 0;
        piece = new Uint8Array(Math.min(PIECE_BYTES, left));
      }
    }
  }
}
