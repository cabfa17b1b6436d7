import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { openMedia, typeOf } from './media.ts';

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

test('openMedia() believes the bytes of a data: URI, not its type', async () => {
  const png = `data:text/html;base64,${PNG.toString('base64')}`;
  expect(await openMedia(png)).toMatchObject({ type: 'image/png', size: PNG.length });
  const svg = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg"/>')}`;
  expect(await openMedia(svg)).toMatchObject({ type: 'image/svg+xml' });
  await expect(openMedia('data:image/png,<script>alert(1)</script>')).rejects.toMatchObject({
    code: 'media/unavailable'
  });
  await expect(openMedia('data:image/png,%zz')).rejects.toMatchObject({
    code: 'media/unavailable'
  });
  await expect(openMedia('data:image/png')).rejects.toMatchObject({ code: 'media/unavailable' });
});

test('openMedia() opens local files that are media, and says nothing about others', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'phoenix-media-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const image = join(folder, 'ä.png');
  await writeFile(image, PNG);
  expect(await openMedia(image)).toEqual({ type: 'image/png', size: PNG.length, path: image });
  expect(await openMedia(pathToFileURL(image).href)).toMatchObject({ path: image });
  const text = join(folder, 'password.png');
  await writeFile(text, 'secret');
  for (const link of [text, join(folder, 'absent.png'), folder, '/dev/zero', '/etc/passwd']) {
    const failure = await openMedia(link).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'media/unavailable' });
    expect((failure as Error).message).not.toMatch(/secret|root|phoenix-media/);
  }
});

test.each([
  'https://example.com/a.png',
  'a.png',
  '../a.png',
  '//server/share/a.png',
  '\\\\server\\a.png',
  'file://server/a.png',
  '/a\0.png',
  'javascript:alert(1)',
  ''
])('openMedia() refuses %j', async link => {
  await expect(openMedia(link)).rejects.toMatchObject({ code: 'media/unavailable' });
});

test.each([
  ['ffd8ffe0', 'image/jpeg'],
  ['524946460000000057454250', 'image/webp'],
  ['524946460000000057415645', 'audio/wav'],
  ['00000020667479706d703432', 'video/mp4'],
  ['000000206674797061766966', 'image/avif'],
  ['1a45dfa3', 'video/webm'],
  ['4f676753', 'audio/ogg'],
  ['3c21444f43545950452068746d6c3e', undefined],
  ['', undefined]
])('typeOf() tells that %s is %s', (hex, type) => {
  expect(typeOf(Buffer.from(hex, 'hex'))).toBe(type);
});
