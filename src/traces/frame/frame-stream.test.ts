import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeAttributeJson } from '../../contract/attribute-json.ts';
import { Double, type AttributeValue } from '../../contract/attribute-value.ts';
import { openTable } from '../../arrow/arrow-file.ts';
import { FrameColumn } from './frame-column.ts';
import { JSON_COLUMNS, type FrameBatch } from './frame-batch.ts';
import { FileSpool, MemorySpool } from './frame-spools.ts';
import { writeStream } from './frame-stream.ts';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Row = Record<string, AttributeValue>;

function toBatch(rows: readonly Row[]): FrameBatch {
  const columns = new Map<string, FrameColumn>();
  rows.forEach((cells, row) => {
    for (const [name, cell] of Object.entries(cells)) {
      const column = columns.get(name) ?? new FrameColumn();
      columns.set(name, column);
      const json = Buffer.from(writeAttributeJson(cell));
      column.set(row, json, 0, json.length);
    }
  });
  return {
    length: rows.length,
    columns: new Map(
      [...columns].map(([name, column]) => [
        name,
        { kind: column.kind ?? 'nothing', batch: column.toBatch(rows.length) }
      ])
    )
  };
}

function describeTable(bytes: Uint8Array) {
  const table = openTable(bytes);
  return {
    names: table.names,
    types: table.schema.fields.map(({ type }) => type.typeId),
    json: table.schema.metadata?.get(JSON_COLUMNS),
    cells: table.names.map(name => Array.from<unknown>(table.getChild(name)))
  };
}

function writeToMemory(batches: readonly FrameBatch[]): Uint8Array {
  const spool = new MemorySpool();
  writeStream(batches, spool);
  return spool.bytes;
}

const integer = fc.constantFrom<AttributeValue>(0, -7, 2n ** 62n, null);
const cells: fc.Arbitrary<Row> = fc.record(
  {
    any: fc.constantFrom<AttributeValue>('x', 'é', 3, true, null, { a: 1 }, [1, 'b']),
    // Integers and floats in one column, never among other types: an integer among the floats of its batch is a float.
    numbers: fc.constantFrom<AttributeValue>(1, 0.5, new Double(2), NaN, null),
    integers: integer,
    flags: fc.constantFrom<AttributeValue>(true, false, null),
    texts: fc.string()
  },
  { requiredKeys: [] }
);

test('a frame is the same in however many batches it is written', () => {
  const folder = mkdtempSync(join(tmpdir(), 'phoenix-frame-'));
  try {
    fc.assert(
      fc.property(
        fc.array(cells, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        (rows, size) => {
          const batches = [];
          for (let from = 0; from < rows.length; from += size) {
            batches.push(toBatch(rows.slice(from, from + size)));
          }
          const whole = describeTable(writeToMemory([toBatch(rows)]));
          expect(describeTable(writeToMemory(batches))).toEqual(whole);
          const path = join(folder, 'frame');
          const spool = new FileSpool(path, 0);
          writeStream(batches, spool);
          const length = spool.finish();
          const bytes = readFileSync(path);
          expect(length).toBe(bytes.length);
          expect(describeTable(new Uint8Array(bytes))).toEqual(whole);
        }
      )
    );
    expect(readdirSync(folder)).toEqual(['frame']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a frame that cannot be finished leaves no file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'phoenix-frame-'));
  try {
    const spool = new FileSpool(join(folder, 'frame'), 0);
    writeStream([toBatch([{ a: 1 }]), toBatch([{ b: 'x' }])], spool);
    spool.discard();
    expect(readdirSync(folder)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
