import {
  bool,
  columnFromArray,
  dictionary,
  fixedSizeList,
  float32,
  float64,
  int16,
  int64,
  int8,
  largeUtf8,
  list,
  struct,
  utf8,
  utf8View,
  type DataType
} from '@uwdata/flechette';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBatch, type AnyBatch } from './batches.ts';
import { describeCell } from './cells.ts';
import { gather, joinBatches } from './gather.ts';

const orNull = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: null, freq: 4 });

const TYPES: [string, DataType, fc.Arbitrary<unknown>][] = [
  ['bool', bool(), orNull(fc.boolean())],
  ['int8', int8(), orNull(fc.integer({ min: -128, max: 127 }))],
  ['int16', int16(), orNull(fc.integer({ min: -32768, max: 32767 }))],
  ['int64', int64(), orNull(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }))],
  ['float32', float32(), orNull(fc.float())],
  ['float64', float64(), orNull(fc.double())],
  ['utf8', utf8(), orNull(fc.string({ unit: 'binary' }))],
  ['long utf8', largeUtf8(), orNull(fc.string({ unit: 'binary', minLength: 20, maxLength: 60 }))],
  ['list', list(utf8()), orNull(fc.array(orNull(fc.string())))],
  [
    'list of lists',
    list(list(int16())),
    orNull(fc.array(fc.array(fc.integer({ min: -9, max: 9 }))))
  ],
  [
    'vector',
    fixedSizeList(float32(), 3),
    orNull(fc.array(fc.float(), { minLength: 3, maxLength: 3 }))
  ],
  [
    'fixed list of ints',
    fixedSizeList(int16(), 2),
    orNull(fc.array(orNull(fc.integer({ min: 0, max: 9 })), { minLength: 2, maxLength: 2 }))
  ],
  [
    'struct',
    struct({ a: int16(), b: utf8() }),
    orNull(fc.record({ a: fc.integer({ min: 0, max: 9 }), b: fc.string() }))
  ],
  ['dictionary', dictionary(utf8(), int8()), orNull(fc.constantFrom('a', 'b', 'c'))]
];

function toBatch(values: readonly unknown[], type: DataType): AnyBatch {
  const options = { useBigInt: true, maxBatchRows: Infinity };
  return joinBatches(columnFromArray<unknown>([...values], type, options));
}

const cellsOf = (batch: AnyBatch) =>
  Array.from({ length: batch.length }, (_, i) => describeCell(batch, i));

describe('gather()', () => {
  test.each(TYPES)('picks any rows of any parts: %s', (_, type, value) => {
    const column = fc.array(value, { maxLength: 20 });
    const picks = fc.array(fc.nat(), { maxLength: 30 });
    fc.assert(
      fc.property(column, column, picks, picks, (first, second, picksA, picksB) => {
        const parts = [
          { values: first, picks: picksA },
          { values: second, picks: picksB }
        ].map(({ values, picks: from }) => ({
          batch: toBatch(values, type),
          // One row beyond the last stands for a row that is not there.
          rows: Int32Array.from(from, pick => (pick % (values.length + 1)) - 1)
        }));
        const expected = parts.flatMap(({ batch, rows }) =>
          [...rows].map(row => (row < 0 ? null : describeCell(batch, row)))
        );
        const gathered = gather(type, parts);
        expect(cellsOf(gathered)).toEqual(expected);
        // A gathered batch is as good a source as any other.
        const again = gather(gathered.type, [
          { batch: gathered, rows: Int32Array.from(expected.keys()).reverse() }
        ]);
        expect(cellsOf(again)).toEqual(expected.toReversed());
      })
    );
  });

  test('floats keep the payload of a NaN', () => {
    const values = new Float64Array(1);
    new BigUint64Array(values.buffer)[0] = 0x7ff0_0000_0000_1234n;
    const batch = createBatch({ type: float64(), length: 1, values });
    const { values: taken } = gather(float64(), [{ batch, rows: Int32Array.of(0, 0) }]);
    expect([...new BigUint64Array(taken.buffer)]).toEqual([
      0x7ff0_0000_0000_1234n,
      0x7ff0_0000_0000_1234n
    ]);
  });

  test('views are packed anew, short and long', () => {
    const long = 'a text that is longer than twelve bytes';
    const bytes = new TextEncoder().encode(`unused ${long}`);
    const values = new Uint8Array(48);
    const view = new DataView(values.buffer);
    view.setInt32(0, 2, true);
    values.set(new TextEncoder().encode('hi'), 4);
    view.setInt32(16, long.length, true);
    values.set(bytes.subarray(7, 11), 20);
    view.setInt32(28, 7, true);
    const batch = createBatch({
      type: utf8View(),
      length: 3,
      values,
      data: [bytes],
      validity: Uint8Array.of(0b011),
      nullCount: 1
    });
    const taken = gather(batch.type, [{ batch, rows: Int32Array.of(1, 2, 0, 1) }]);
    expect(cellsOf(taken)).toEqual([long, null, 'hi', long]);
  });
});

test('vectors that follow one another are not copied', () => {
  const batch = toBatch([[1, 2], [3, 4], null, [7, 8]], fixedSizeList(float32(), 2));
  const valuesOf = (rows: number[]) =>
    gather(batch.type, [{ batch, rows: Int32Array.from(rows) }]).children[0]?.values;
  const [source] = batch.children;
  for (const [rows, isShared] of [
    [[0, 1, 2, 3], true],
    [[1, 2], true],
    [[3], true],
    [[0, 2], false],
    [[1, 0], false],
    [[-1, 0], false],
    [[], false]
  ] as const) {
    expect(valuesOf([...rows])?.buffer === source?.values.buffer).toBe(isShared);
  }
  expect(Array.from(valuesOf([0, 1]) as Float32Array)).toEqual([1, 2, 3, 4]);
  expect(Array.from(valuesOf([3]) as Float32Array)).toEqual([7, 8]);
});
