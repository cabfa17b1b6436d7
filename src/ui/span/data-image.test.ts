import { expect, test } from 'vitest';
import { readDataImage } from './data-image.ts';

test('an image of pixels is read', () => {
  const blob = readDataImage('data:image/PNG;base64,iVBORw==');
  expect([blob?.type, blob?.size]).toEqual(['image/png', 4]);
});

test.each([
  'data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=',
  'data:text/html;base64,PGI+',
  'data:image/png;base64,abc$',
  'data:image/png;base64,a',
  'https://example.org/a.png',
  'javascript:alert(1)'
])('%s is no image to draw', url => {
  expect(readDataImage(url)).toBeUndefined();
});
