import { expect, test } from 'vitest';
import { isPng } from './is-png.ts';

const head = (width: number, height: number) => {
  const bytes = new Uint8Array(24);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
};

test('isPng() takes a picture within the limit, and nothing else', () => {
  expect(isPng(head(600, 300), 600)).toBe(true);
  expect(isPng(head(601, 300), 600)).toBe(false);
  expect(isPng(head(600, 0), 600)).toBe(false);
  expect(isPng(head(600, 300).subarray(0, 23), 600)).toBe(false);
  expect(isPng(new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'), 600)).toBe(
    false
  );
});
