import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromArrays, tableFromIPC, tableToIPC } from '@uwdata/flechette';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { createArrowFile } from '../app-fixture.ts';
import { ExportFolder } from './export-folder.ts';
import { checkExportName, makeUnique, nameFromTime } from './export-name.ts';
import { readArrowShape } from './read-arrow-shape.ts';

async function createFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'phoenix-exports-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test.each([
  '',
  '  ',
  '.',
  '..',
  '../up',
  'a/b',
  'a\\b',
  'a\0b',
  'a\nb',
  'C:x',
  '.hidden',
  'end.',
  'con',
  'NUL.txt',
  'Com1',
  'a*',
  'x'.repeat(201),
  'é'.repeat(101),
  'half \ud800'
])('checkExportName() refuses %j in one sentence', name => {
  let message = '';
  try {
    checkExportName(name);
  } catch (error) {
    expect(error).toMatchObject({ code: 'export/name' });
    message = (error as Error).message;
  }
  expect(message).toMatch(/^Cannot name an export ".*": [^.]|a name cannot/);
  expect(message).not.toContain('\0');
});

test.each([
  'night',
  'Größe 2',
  '客户',
  'a.b',
  '__proto__',
  'constructor',
  'com',
  '2026-01-01_10-00-00'
])('checkExportName() takes %j', name => {
  expect(checkExportName(` ${name} `)).toBe(name);
});

test('a name that passes stays inside the folder', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), given => {
      try {
        const name = checkExportName(given);
        expect(join('/exports', `${name}.arrow`)).toBe(`/exports/${name}.arrow`);
        expect(name).not.toMatch(/[/\\\0]/);
      } catch (error) {
        expect(error).toMatchObject({ code: 'export/name' });
      }
    })
  );
});

test('makeUnique() numbers names that differ in case only', () => {
  expect(makeUnique('a', [])).toBe('a');
  expect(makeUnique('A', ['a', 'a-2'])).toBe('A-3');
  expect(nameFromTime(new Date(2026, 0, 2, 3, 4, 5))).toBe('2026-01-02_03-04-05');
});

test('add() gives ten exports of one name ten files', async () => {
  const folder = await createFolder();
  const exports = new ExportFolder(folder);
  const file = createArrowFile(10, 1);
  const entries = await Promise.all(Array.from({ length: 10 }, () => exports.add('same', [file])));
  expect(new Set(entries.map(({ name }) => name)).size).toBe(10);
  expect(entries[0]).toMatchObject({ name: 'same', rows: 10, columns: 7, bytes: file.length });
  expect(await readdir(folder)).toHaveLength(10);
});

test('list() leaves out what it cannot read', async () => {
  const folder = await createFolder();
  const exports = new ExportFolder(folder);
  await exports.add('good', [createArrowFile(4, 1)]);
  await writeFile(join(folder, 'torn.arrow'), createArrowFile(4, 1).subarray(0, 900));
  await writeFile(join(folder, 'empty.arrow'), '');
  await writeFile(join(folder, 'text.arrow'), 'no Arrow at all, only words');
  await writeFile(join(folder, '.good.arrow.01234567.tmp'), 'x');
  await writeFile(join(folder, 'other.txt'), 'x');
  expect((await exports.list()).map(({ name }) => name)).toEqual(['good']);
  await expect(exports.find('nothing')).rejects.toMatchObject({ code: 'export/unknown' });
  await expect(exports.find('../good')).rejects.toMatchObject({ code: 'export/name' });
  await rm(folder, { recursive: true });
  expect(await exports.list()).toEqual([]);
});

test('an export that fails half-way leaves nothing behind', async () => {
  const folder = await createFolder();
  const exports = new ExportFolder(folder);
  function* parts() {
    yield new Uint8Array(100);
    throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
  }
  await expect(exports.add('big', parts())).rejects.toMatchObject({
    code: 'disk/full',
    message: 'Cannot save the export "big": no space is left on the disk'
  });
  expect(await readdir(folder)).toEqual([]);
});

test.each([0, 1, 1000])('readArrowShape() agrees with flechette on %i rows', async rows => {
  const folder = await createFolder();
  const path = join(folder, 'a.arrow');
  const bytes = createArrowFile(rows, 1);
  await writeFile(path, bytes);
  const table = tableFromIPC(bytes);
  expect(await readArrowShape(path)).toEqual({ rows: table.numRows, columns: table.numCols });
});

test('readArrowShape() adds up batches and skips dictionaries', async () => {
  const folder = await createFolder();
  const path = join(folder, 'a.arrow');
  const words = Array.from({ length: 250 }, (_, i) => `word ${i % 7}`);
  const table = tableFromArrays({ words, n: words.map((_, i) => i) }, { maxBatchRows: 100 });
  await writeFile(path, tableToIPC(table, { format: 'file' }) ?? '');
  expect(await readArrowShape(path)).toEqual({ rows: 250, columns: 2 });
});
