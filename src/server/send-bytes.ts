import type { Context } from 'hono';
import { encodeFrame, FRAME_MIME, type Section } from '../contract/frame.ts';

const ARROW_STREAM_MIME = 'application/vnd.apache.arrow.stream';

export function sendFrame(c: Context, header: object, sections: Readonly<Record<string, Section>>) {
  return c.body(encodeFrame(header, sections), 200, { 'Content-Type': FRAME_MIME });
}

export function sendArrow(c: Context, bytes: Uint8Array<ArrayBuffer>) {
  return c.body(bytes, 200, { 'Content-Type': ARROW_STREAM_MIME });
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
