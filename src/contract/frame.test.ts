import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeFrame, encodeFrame } from './frame.ts';

test('decodeFrame() gives back what encodeFrame() joined', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.uint8Array({ maxLength: 40 }),
      fc.array(fc.integer({ min: 0, max: 65535 }), { maxLength: 40 }),
      fc.array(fc.float({ noNaN: true }), { maxLength: 40 }),
      (name, bytes, shorts, floats) => {
        const bytesIn = {
          code: bytes,
          positions: Uint16Array.from(shorts),
          x: Float32Array.from(floats)
        };
        const { header, sections } = decodeFrame<{ name: string }>(
          encodeFrame({ name }, bytesIn).buffer
        );
        expect(header).toEqual({ name });
        expect(Object.fromEntries(sections)).toEqual({ ...bytesIn, code: Uint8Array.from(bytes) });
      }
    )
  );
});

test('decodeFrame() lays sections over the buffer without copying', () => {
  const { buffer } = encodeFrame({}, { a: Uint8Array.of(1, 2, 3), b: Float32Array.of(1.5) });
  const { sections } = decodeFrame(buffer);
  expect(sections.get('b')?.buffer).toBe(buffer);
  expect((sections.get('b')?.byteOffset ?? 1) % 8).toBe(0);
});

test('decodeFrame() refuses a torn frame', () => {
  expect(() => decodeFrame(new ArrayBuffer(4))).toThrow(RangeError);
  const torn = encodeFrame({ long: 'x'.repeat(100) }, {}).buffer.slice(0, 24);
  expect(() => decodeFrame(torn)).toThrow('is cut off');
});
