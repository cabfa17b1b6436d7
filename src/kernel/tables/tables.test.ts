import {
  Column,
  columnFromArray,
  dictionary,
  int64,
  int8,
  list,
  Table,
  tableToIPC,
  timestamp,
  TimeUnit,
  Type,
  utf8,
  type DataType
} from '@uwdata/flechette';
import { readFileSync } from 'node:fs';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { fromArrow, table } from 'arquero';
import { describe, expect, test } from 'vitest';
import { describeCell } from '../../arrow/cells.ts';
import { openTable } from '../../arrow/arrow-file.ts';
import { joinBatches } from '../../arrow/gather.ts';
import { Dataset } from '../dataset.ts';
import { readFrame, type TableData } from './frame.ts';
import { readCsv } from './read-csv.ts';
import { readParquet } from './read-parquet.ts';
import { toArquero } from './to-arquero.ts';

/** Type and cells of a column, told apart as far as Arrow tells them. */
function describeColumn(arrow: Table, name: string): { typeId: number; cells: (string | null)[] } {
  const column = arrow.getChild(name) as Column<unknown>;
  const batch = joinBatches(column);
  const cells = Array.from({ length: batch.length }, (_, i) => describeCell(batch, i));
  return { typeId: batch.type.typeId, cells };
}

const sent = (data: unknown, schema = {}) =>
  openTable(new Dataset(data as TableData, schema).bytes);
const columnOf = (cells: unknown) => describeColumn(sent({ a: cells }), 'a');

describe('cells of JavaScript', () => {
  test.each<[string, unknown, number, (string | null)[]]>([
    ['whole numbers', [1, null, -3], Type.Int, ['1', null, '-3']],
    ['numbers beyond 2^53', [2 ** 53 + 2], Type.Float, ['9007199254740994']],
    ['bigint beyond 2^53', [2n ** 53n + 1n, null], Type.Int, ['9007199254740993', null]],
    [
      'the least and the largest int64',
      [-(2n ** 63n), 2n ** 63n - 1n],
      Type.Int,
      ['-9223372036854775808', '9223372036854775807']
    ],
    ['uint64', [2n ** 64n - 1n, 0n], Type.Int, ['18446744073709551615', '0']],
    ['integers of any size', [2n ** 70n], Type.Utf8, ['1180591620717411303424']],
    ['whole numbers and bigint', [1, 2n], Type.Int, ['1', '2']],
    ['numbers', [0.5, NaN, undefined], Type.Float, ['0.5', null, null]],
    ['booleans', [true, null, false], Type.Bool, ['true', null, 'false']],
    ['text', ['a', '', null], Type.Utf8, ['a', '', null]],
    [
      'midnights',
      [new Date(0), null, new Date(NaN)],
      Type.Timestamp,
      ['1970-01-01T00:00:00Z', null, null]
    ],
    ['bytes', [Uint8Array.of(1, 255), null], Type.Binary, ['01ff', null]],
    ['lists', [[1, 2], [], null], Type.List, ['[1, 2]', '[]', null]],
    ['lists of text', [['a', null], ['b']], Type.List, ['["a", null]', '["b"]']],
    ['what is mixed', [1, 'a', true, { b: 2n }], Type.Utf8, ['1', 'a', 'true', '{"b":"2"}']],
    ['a typed array', Float32Array.of(0.5), Type.Float, ['0.5']],
    ['64-bit typed arrays', BigInt64Array.of(2n ** 60n), Type.Int, ['1152921504606846976']],
    ['nothing', [null, undefined], Type.Null, [null, null]]
  ])('%s keep their type', (_, cells, typeId, texts) => {
    const column = columnOf(cells);
    expect(column.typeId).toBe(typeId);
    expect(column.cells.map(cell => cell?.replace(/^b'|'$/g, '') ?? null)).toEqual(texts);
  });

  test('rows that lack a key have a missing cell', () => {
    const arrow = sent([{ a: 1 }, { b: 'x' }]);
    expect(describeColumn(arrow, 'a').cells).toEqual(['1', null]);
    expect(describeColumn(arrow, 'b').cells).toEqual([null, 'x']);
  });

  test('names that objects inherit are names of columns like any other', () => {
    const arrow = sent([
      JSON.parse('{"constructor": 1, "toString": 2}'),
      { constructor: 3, toString: 4 }
    ]);
    expect(describeColumn(arrow, 'constructor').cells).toEqual(['1', '3']);
  });
});

/** A table with a column for each trap, in two batches' worth of cells. */
function createTraps(): Table {
  const columns: [string, unknown[], DataType][] = [
    ['long', [2n ** 53n + 1n, null, -(2n ** 60n), 4n], int64()],
    ['small', [1, null, 3, 4], int8()],
    [
      'zoned',
      [0, null, 1.7e12 + 0.001, 86_400_000],
      timestamp(TimeUnit.MICROSECOND, 'Europe/Berlin')
    ],
    ['local', [0, 86_400_000, null, 1], timestamp(TimeUnit.NANOSECOND, null)],
    ['category', ['b', null, 'a', 'b'], dictionary(utf8(), int8())],
    ['list', [[2n ** 53n + 1n], [], null, [1n, 2n]], list(int64())],
    ['text', ['', null, '😀', 'x'], utf8()]
  ];
  const children = columns.map(([, values, type]) => columnFromArray(values, type));
  const fields = columns.map(([name, , type]) => ({ name, type, nullable: true, metadata: null }));
  return new Table({ fields } as never, children);
}

describe('Arrow', () => {
  const traps = createTraps();
  const bytes = tableToIPC(traps, { format: 'file' }) as Uint8Array<ArrayBuffer>;
  const names = traps.schema.fields.map(({ name }) => name);
  const before = names.map(name => describeColumn(openTable(bytes), name));

  test.each<[string, unknown]>([
    ['bytes', bytes],
    ['a buffer', bytes.buffer],
    ['a table', traps],
    ['an Arquero table', toArquero(bytes)],
    ['an Arquero table of another origin', fromArrow(bytes, { useBigInt: true })]
  ])('as %s travels bit for bit', (kind, data) => {
    const arrow = sent(data);
    const after = names.map(name => describeColumn(arrow, name));
    // Another copy of Arquero hides the dictionary: its words travel as text.
    const expected = kind.endsWith('origin')
      ? before.map((each, i) => (names[i] === 'category' ? { ...each, typeId: Type.Utf8 } : each))
      : before;
    expect(after).toEqual(expected);
  });

  test('an Arquero table that is filtered and ordered travels bit for bit', () => {
    const rows = toArquero(bytes)
      .derive({ n: (d: { small: number }) => d.small })
      .filter((d: { n: number }) => d.n !== 1)
      .orderby('n');
    const arrow = sent(rows.select(names));
    // Arquero puts what is missing first.
    const order = [1, 2, 3];
    names.forEach((name, i) => {
      const { typeId, cells } = before[i] ?? { typeId: 0, cells: [] };
      expect(describeColumn(arrow, name)).toEqual({ typeId, cells: order.map(row => cells[row]) });
    });
  });

  test('reads 64-bit integers as numbers where they fit and as bigint where not', () => {
    const rows = toArquero(bytes);
    expect(rows.array('long')).toEqual([2n ** 53n + 1n, null, -(2n ** 60n), 4n]);
    expect(rows.get('list', 3)).toEqual(BigInt64Array.of(1n, 2n));
    expect(rows.array('small')).toEqual([1, null, 3, 4]);
    expect(rows.get('zoned', 0)).toEqual(new Date(0));
    expect(rows.array('category')).toEqual(['b', null, 'a', 'b']);
    const fitting = tableToIPC(
      new Table(
        { fields: [{ name: 'a', type: int64(), nullable: true, metadata: null }] } as never,
        [columnFromArray([1n, 2n], int64())]
      ),
      { format: 'stream' }
    );
    expect(Array.from(toArquero(fitting as Uint8Array).array('a') as number[])).toEqual([1, 2]);
  });

  test('categories of 128 words with gaps are read, though 8 bits have no key left for them', () => {
    const words = Array.from({ length: 128 }, (_, i) => `w${i}`);
    const cells = [...words, null];
    const type = dictionary(utf8(), int8());
    const file = tableToIPC(
      new Table({ fields: [{ name: 'a', type, nullable: true, metadata: null }] } as never, [
        columnFromArray(cells, type)
      ]),
      { format: 'file' }
    );
    expect(toArquero(file as Uint8Array).array('a')).toEqual(cells);
  });

  test('bytes that are no Arrow are refused', () => {
    expect(() => new Dataset(new Uint8Array(20))).toThrow(
      'Cannot read the bytes: this is not Arrow IPC'
    );
    expect(() => new Dataset(bytes.slice(0, 300))).toThrow('Cannot read the bytes');
  });
});

describe('vectors', () => {
  const schema = { embeddingFeatureColumnNames: { v: { vectorColumnName: 'v' } } };
  const vectorsOf = (v: unknown) => sent({ v }, schema).getChild('v') as Column<unknown>;

  test.each<[string, unknown]>([
    ['arrays', [[1, 2], null, [3, 4.5]]],
    ['typed arrays', [Float64Array.of(1, 2), undefined, Float32Array.of(3, 4.5)]]
  ])('of %s become FixedSizeList<float32>', (_, v) => {
    const column = vectorsOf(v);
    expect(column.type).toMatchObject({ typeId: Type.FixedSizeList, stride: 2 });
    expect([column.at(0), column.at(1), column.at(2)]).toEqual([
      Float32Array.of(1, 2),
      null,
      Float32Array.of(3, 4.5)
    ]);
  });

  test('keep doubles that float32 does not hold', () => {
    const column = vectorsOf([[1, 2], null, [0.1, 3]]);
    expect([column.at(0), column.at(2)]).toEqual([Float64Array.of(1, 2), Float64Array.of(0.1, 3)]);
  });

  test('of Arrow lists stay what they are', () => {
    const type = list(int64());
    const arrow = new Table(
      { fields: [{ name: 'v', type, nullable: true, metadata: null }] } as never,
      [columnFromArray([[1n, 2n], null, [3n, 4n]], type)]
    );
    expect(describeColumn(sent(arrow, schema), 'v')).toEqual({
      typeId: Type.List,
      cells: ['[1, 2]', null, '[3, 4]']
    });
  });

  test.each<[string, unknown, string]>([
    ['a number', [1], 'row 0 holds 1; every cell must be an array of numbers, or missing'],
    [
      'text in a vector',
      [
        [1, 2],
        ['a', 1]
      ],
      'row 1 holds "a"; every element must be a number'
    ],
    ['a hole', [[1, null]], 'row 0 holds null; every element must be a number'],
    [
      'two lengths',
      [[1, 2], [1]],
      'row 1 has length 1, the first vector has 2; give all vectors one length'
    ],
    ['one number', [[1]], 'row 0 has length 1; at least 2 numbers are needed']
  ])('%s is refused', (_, v, sentence) => {
    expect(() => new Dataset({ v } as TableData, schema)).toThrow(sentence);
  });
});

describe('a data set', () => {
  test.each<[string, unknown, object, string]>([
    ['a path', 'a.csv', {}, 'For a file: await Dataset.fromFile(path, schema)'],
    ['nothing', null, {}, 'Cannot read null as the data of a Dataset'],
    ['a number', 3, {}, 'Cannot read a Number'],
    ['rows that are numbers', [1, 2], {}, 'Cannot read row 0 of the data: a Number is no object'],
    ['columns of two lengths', { a: [1], b: [1, 2] }, {}, '"a" has 1 cells and "b" has 2'],
    [
      'a missing column',
      { a: [1] },
      { timestampColumnName: 'b' },
      'Cannot find a column that the schema names: "b"'
    ],
    [
      'an excluded id',
      { a: [1] },
      { predictionIdColumnName: 'a', excludedColumnNames: ['a'] },
      'Cannot exclude column "a"'
    ],
    [
      'a field that does not exist',
      { a: [1] },
      { timestampColumn: 'a' },
      'Did you mean "timestampColumnName"?'
    ],
    [
      'a list that is text',
      { a: [1] },
      { featureColumnNames: 'a' },
      'Cannot use "a" as featureColumnNames: a list of column names is needed'
    ],
    [
      'an embedding that is text',
      { a: [1] },
      { embeddingFeatureColumnNames: { x: 'a' } },
      'Cannot use "a" as embeddingFeatureColumnNames.x: an object with a vectorColumnName is needed'
    ]
  ])('refuses %s', (_, data, schema, sentence) => {
    expect(() => new Dataset(data as TableData, schema)).toThrow(sentence);
  });

  test('leaves out what the schema excludes, and keeps the order of the rest', () => {
    const dataset = new Dataset(table({ a: [1], b: [2], c: [3] }), { excludedColumnNames: ['b'] });
    expect(dataset.columnNames).toEqual(['a', 'c']);
    expect(openTable(dataset.bytes).names).toEqual(['a', 'c']);
  });

  test('does not see later changes of the cells', () => {
    const cells = [1, 2];
    const dataset = new Dataset({ cells });
    cells[0] = 9;
    expect(describeColumn(openTable(dataset.bytes), 'cells').cells).toEqual(['1', '2']);
  });
});

test('readCsv() takes whole numbers exactly and leaves ids with zeros as text', () => {
  const text =
    '\uFEFFa,b,c,d,e,f\n9007199254740993,007,1.5,2025-01-01T00:00:00Z,true,"x,""y"""\n,,nan,,,\n';
  expect({ ...readCsv(text) }).toEqual({
    a: [9007199254740993n, null],
    b: ['007', null],
    c: Float64Array.of(1.5, NaN),
    d: [new Date('2025-01-01'), null],
    e: [true, null],
    f: ['x,"y"', null]
  });
});

test.each([
  ['a,b\n1,2\n"x,y",2,3\n', 'Cannot read the CSV: row 2 has 3 cells, the header 2'],
  ['a,b\n1,"2\n3', 'Cannot read the CSV: a quote that begins in row 1 or above never ends']
])('readCsv() refuses %j, of which cells would be lost', (text, message) => {
  expect(() => readCsv(text)).toThrow(message);
});

test('readCsv() reads short rows, quotes inside of cells and lines inside of quotes', () => {
  expect({ ...readCsv('a,b\r\n5" pipe,"x\n""y"", z"\r\n1\r\n') }).toEqual({
    a: ['5" pipe', '1'],
    b: ['x\n"y", z', null]
  });
});

describe('Parquet', () => {
  test('of pandas keeps its types', async () => {
    const path = new URL(
      '../../../jupyterlab_phoenix/examples_data/handbook_retrieval-primary.parquet',
      import.meta.url
    );
    const arrow = await readParquet(new Uint8Array(readFileSync(path)), 'handbook');
    const kinds = Object.fromEntries(
      arrow.schema.fields.map(({ name, type }) => [name, type.typeId])
    );
    expect(arrow.numRows).toBeGreaterThan(100);
    expect(new Set(Object.values(kinds))).toContain(Type.List);
    expect(readFrame(arrow).names).toEqual(Object.keys(kinds));
  });

  test('keeps long integers, times and gaps', async () => {
    const buffer = parquetWriteBuffer({
      columnData: [
        { name: 'long', data: [2n ** 53n + 1n, null], type: 'INT64', nullable: true },
        { name: 'at', data: [new Date(1234), null], type: 'TIMESTAMP', nullable: true },
        { name: 'text', data: ['a', null], type: 'STRING', nullable: true }
      ]
    });
    const arrow = await readParquet(new Uint8Array(buffer), 'a');
    expect(describeColumn(arrow, 'long')).toEqual({
      typeId: Type.Int,
      cells: ['9007199254740993', null]
    });
    expect(describeColumn(arrow, 'at')).toEqual({
      typeId: Type.Timestamp,
      cells: ['1970-01-01T00:00:01.234Z', null]
    });
    expect(describeColumn(arrow, 'text')).toEqual({ typeId: Type.Utf8, cells: ['a', null] });
  });

  test('that is none is refused', async () => {
    await expect(readParquet(new Uint8Array(50), 'x.parquet')).rejects.toThrow(
      'Cannot read "x.parquet" as Parquet'
    );
  });
});
