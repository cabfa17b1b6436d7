import {
  bool,
  dictionary,
  duration,
  fixedSizeList,
  float32,
  float64,
  int32,
  int64,
  list,
  nullType,
  timestamp,
  utf8
} from '@uwdata/flechette';
import { describe, expect, test } from 'vitest';
import { createBatch } from '../arrow/batches.ts';
import { buildFrame, openFrame, vectorBatch, type FrameColumn } from './build-frame.ts';
import { readCells, readTexts } from './column.ts';
import { DatasetError } from './dataset-error.ts';
import type { LoadedDataset } from './dataset.ts';
import { openDataset } from './open-dataset.ts';

function faultsOf(open: () => unknown): readonly string[] {
  try {
    open();
  } catch (error) {
    if (error instanceof DatasetError) {
      return error.faults;
    }
    throw error;
  }
  return [];
}

function textsOf(dataset: LoadedDataset, name: string): (string | null)[] {
  const column = dataset.columns.get(name);
  return column ? Array.from({ length: dataset.rowCount }, (_, row) => readTexts(column)(row)) : [];
}

function cellsOf(dataset: LoadedDataset, name: string) {
  const column = dataset.columns.get(name);
  return column ? Array.from({ length: dataset.rowCount }, (_, row) => readCells(column)(row)) : [];
}

function timesBatch(values: readonly bigint[], zone: string | null) {
  return createBatch({
    type: timestamp(3, zone),
    length: values.length,
    values: BigInt64Array.from(values)
  });
}

const micros = (iso: string) => BigInt(Date.parse(iso)) * 1000n;

describe('validation (§2.7)', () => {
  const ids: FrameColumn = ['id', ['a', 'b'], utf8()];

  test('missing columns are named in schema order, once, before anything else', () => {
    expect(
      faultsOf(() =>
        openFrame([ids], {
          predictionIdColumnName: 'pid',
          featureColumnNames: ['x', 'id'],
          predictionLabelColumnName: 'pl',
          tagColumnNames: ['no tag'],
          excludedColumnNames: ['pid'],
          embeddingFeatures: [{ name: 'e', vectorColumnName: 'v', linkToDataColumnName: 'pl' }]
        })
      )
    ).toEqual(['Cannot find 4 columns that the schema names: "pid", "x", "pl", "v"']);
  });

  test('names that no request could carry are refused', () => {
    const long = 'x'.repeat(10_001);
    expect(faultsOf(() => openFrame([ids, [long, ['a', 'b'], utf8()]]))).toEqual([
      'Cannot use the name "xxxxxxxxxxxxxxxxxxxx"… of 10001 characters: at most 10000 are allowed'
    ]);
    expect(faultsOf(() => openFrame([ids, [long.slice(1), ['a', 'b'], utf8()]]))).toEqual([]);
  });

  test('columns of one name are refused', () => {
    expect(faultsOf(() => openFrame([ids, ids]))).toEqual([
      'Cannot use columns of one name, "id": every column needs a name of its own'
    ]);
  });

  test('times and durations are no ids', () => {
    const column: FrameColumn = ['t', [1n, 2n], duration(2)];
    expect(faultsOf(() => openFrame([column], { predictionIdColumnName: 't' }))).toEqual([
      'Cannot use column "t" as ids: text or numbers are needed, not duration[us]'
    ]);
  });

  test('id and time cannot be excluded, and both are told', () => {
    expect(
      faultsOf(() =>
        openFrame([ids, ['t', [1, 2], int32()]], {
          idColumnName: 'id',
          timestampColumnName: 't',
          excludedColumnNames: ['t', 'id']
        })
      )
    ).toEqual([
      'Cannot exclude column "t": the schema names it as timestamp',
      'Cannot exclude column "id": the schema names it as prediction id'
    ]);
  });

  test('every embedding tells its first fault, before those of prompt and response', () => {
    const frame: FrameColumn[] = [
      ['text', ['a', 'b'], utf8()],
      ['words', [['a'], ['b']], list(utf8())],
      ['ragged', [[1, 2], [3]], list(float64())],
      ['short', [[1], [2]], list(float64())],
      ['good', [[1, 2], null], list(float64())]
    ];
    const embedding = (name: string) => ({ name, vectorColumnName: name });
    const schema = {
      embeddingFeatures: ['text', 'words', 'ragged', 'short', 'good'].map(embedding),
      promptColumnNames: { vectorColumnName: 'text' }
    };
    expect(faultsOf(() => openFrame(frame, schema))).toEqual([
      'Cannot use embedding "text" with the vectors of column "text": lists of numbers are needed, not text',
      'Cannot use embedding "words" with the vectors of column "words": the elements of a vector must be numbers, not text',
      'Cannot use embedding "ragged" with the vectors of column "ragged": all vectors must be of one length, not 2 and 1',
      'Cannot use embedding "short" with the vectors of column "short": a vector needs at least 2 numbers, not 1'
    ]);
    expect(
      faultsOf(() => openFrame(frame, { promptColumnNames: { vectorColumnName: 'text' } }))
    ).toEqual([
      'Cannot use the prompt with the vectors of column "text": lists of numbers are needed, not text'
    ]);
  });

  test('an embedding feature cannot be called prompt beside prompt columns', () => {
    const frame: FrameColumn[] = [['v', vectorBatch([[1, 2]], 2)]];
    const feature = { name: 'prompt', vectorColumnName: 'v' };
    expect(
      faultsOf(() =>
        openFrame(frame, {
          embeddingFeatures: [feature],
          promptColumnNames: { vectorColumnName: 'v' }
        })
      )
    ).toEqual([
      'Cannot name an embedding feature "prompt": the schema has prompt columns of its own'
    ]);
    expect(faultsOf(() => openFrame(frame, { embeddingFeatures: [feature] }))).toEqual([]);
  });

  test.each([
    [new ArrayBuffer(0), 'an Arrow file has at least 8 bytes, not 0'],
    [
      new TextEncoder().encode('PAR1 this is no Arrow file PAR1').buffer,
      'it is not an Arrow IPC file'
    ],
    [buildFrame([ids]).slice(0, 200), 'it is not an Arrow IPC file']
  ])('bytes that are no Arrow file are refused', (bytes, message) => {
    const open = () => openDataset(bytes, { file: 'x.arrow', schema: {} }, 'primary');
    expect(faultsOf(open)[0]).toContain(message);
  });
});

describe('parsing (§2.5)', () => {
  const frame: FrameColumn[] = [
    ['b', [1, 2], int32()],
    ['prediction_id', [1, 2], int32()],
    ['a', ['x', 'y'], utf8()],
    ['answer', ['x', 'y'], utf8()],
    [
      'v',
      vectorBatch(
        [
          [1, 2],
          [3, 4]
        ],
        2
      )
    ],
    ['raw', ['x', 'y'], utf8()]
  ];
  const embedding = { name: 'e', vectorColumnName: 'v', rawDataColumnName: 'raw' };

  test('unclaimed columns become features in frame order; a text response and a reserved id do not', () => {
    const { roles, columns } = openFrame(frame, {
      responseColumnNames: 'answer',
      embeddingFeatures: [embedding]
    });
    expect(roles.features).toEqual(['b', 'a']);
    expect(roles.responseText).toBe('answer');
    expect([...columns.keys()]).toEqual([
      'b',
      'a',
      'answer',
      'v',
      'raw',
      'prediction_id',
      'timestamp'
    ]);
  });

  test('a column prediction_id that is listed as feature stays one (§14.19)', () => {
    const { roles } = openFrame(frame, { featureColumnNames: ['prediction_id'] });
    expect(roles).toMatchObject({
      features: ['prediction_id'],
      predictionId: 'prediction_id_generated'
    });
  });

  test('excluding all explicit features leaves none', () => {
    const { roles, columns } = openFrame(frame, {
      featureColumnNames: ['b'],
      excludedColumnNames: ['b']
    });
    expect(roles.features).toEqual([]);
    expect([...columns.keys()]).toEqual(['prediction_id', 'timestamp']);
  });

  test('an embedding is excluded by its name, and what does nothing is said', () => {
    const { roles, columns, warnings } = openFrame(frame, {
      embeddingFeatures: [embedding, { name: 'other', vectorColumnName: 'v' }],
      excludedColumnNames: ['e', 'raw', 'nothing']
    });
    expect(roles.embeddings.map(({ name }) => name)).toEqual(['other']);
    expect(columns.has('raw')).toBe(false);
    expect(warnings).toEqual([
      'primary: Excluding the column "raw" does nothing: exclude the embedding "e" it belongs to',
      'primary: Excluded name is neither a column nor an embedding: "nothing"'
    ]);
  });

  test('an undeclared column timestamp stays a feature beside the generated time', () => {
    const now = new Date('2026-01-02T03:04:05.678Z');
    const dataset = openFrame([['timestamp', ['x'], utf8()]], {}, { now });
    expect(dataset.roles).toMatchObject({
      features: ['timestamp'],
      timestamp: 'timestamp_generated'
    });
    expect(textsOf(dataset, 'timestamp_generated')).toEqual(['2026-01-02T03:04:05.678Z']);
    expect(dataset.warnings).toHaveLength(1);
  });

  test.each(['', '__proto__', 'constructor', '😀', 'a.b', 'a\nb'])(
    'a column called %j works',
    name => {
      const dataset = openFrame([[name, ['x'], utf8()]]);
      expect(dataset.roles.features).toEqual([name]);
      expect(textsOf(dataset, name)).toEqual(['x']);
    }
  );

  test('2,000 columns and no rows open', () => {
    const columns = Array.from({ length: 2000 }, (_, i): FrameColumn => [`c${i}`, [], int32()]);
    const dataset = openFrame(columns);
    expect(dataset.roles.features).toHaveLength(2000);
    expect(dataset.rowCount).toBe(0);
  });
});

describe('ids (§2.6.1, §14.18)', () => {
  const open = (column: FrameColumn) => openFrame([column], { predictionIdColumnName: column[0] });

  test.each([
    ['integers', [[1, 2]] as const, int32(), ['1', '2']],
    ['64-bit integers', [[2n ** 60n + 1n, -1n]] as const, int64(), ['1152921504606846977', '-1']],
    ['floats', [[1, 1e16]] as const, float64(), ['1.0', '1e+16']],
    ['32-bit floats', [[0.1, 2.5]] as const, float32(), ['0.1', '2.5']],
    ['booleans', [[true, false]] as const, bool(), ['True', 'False']],
    ['text', [['a', 'nan']] as const, utf8(), ['a', 'nan']],
    ['lists', [[[1, 2], []]] as const, list(int32()), ['[1, 2]', '[]']],
    ['categories', [['a', 'a']] as const, dictionary(utf8(), int32()), ['a', 'a']]
  ])('%s become their text', (_, [values], type, expected) => {
    expect(textsOf(open(['id', values, type]), 'id')).toEqual(expected);
  });

  test('missing ids are generated, unlike each other, and the same each time', () => {
    const column: FrameColumn = ['id', ['a', null, null], utf8()];
    const ids = textsOf(open(column), 'id');
    expect(ids[0]).toBe('a');
    expect(ids[1]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(ids[1]).not.toBe(ids[2]);
    expect(textsOf(open(column), 'id')).toEqual(ids);
  });

  test('10,000 generated ids are all different', () => {
    const dataset = openFrame([['x', new Array<number>(10_000).fill(0), int32()]]);
    expect(new Set(textsOf(dataset, 'prediction_id')).size).toBe(10_000);
  });
});

describe('times (§2.6.3, §14.5)', () => {
  const open = (column: FrameColumn) => openFrame([column], { timestampColumnName: column[0] });
  const isoOf = (dataset: LoadedDataset) => textsOf(dataset, 't');

  test('text is read cell by cell: zones, fractions, dates; rows without a time sort last', () => {
    const dataset = open([
      't',
      [
        '2024-03-31T01:30:00+01:00',
        '',
        '2024-03-31 03:30:00.000000001+02:00',
        '2024-03-30',
        'NaT',
        '1700-01-01T00:00Z'
      ],
      utf8()
    ]);
    // In the zone of this machine 2024-03-30 is a local midnight.
    const midnight = new Date(2024, 2, 30).toISOString().replace('.000', '');
    expect(isoOf(dataset)).toEqual([
      '1700-01-01T00:00:00Z',
      midnight,
      '2024-03-31T00:30:00Z',
      '2024-03-31T01:30:00.000000001Z',
      null,
      null
    ]);
  });

  test('Unix seconds may have fractions and gaps', () => {
    const dataset = open(['t', [1.5, null, 0.25, NaN], float64()]);
    expect(isoOf(dataset)).toEqual([
      '1970-01-01T00:00:00.250Z',
      '1970-01-01T00:00:01.500Z',
      null,
      null
    ]);
    expect(dataset.rowsWithoutTime).toBe(2);
    expect(dataset.warnings).toEqual([
      'primary: 2 rows have no time: they are in no time range, but counted, drawn and exported'
    ]);
  });

  test.each([
    [1_700_000_000_000n, 'milliseconds'],
    [1_700_000_000_000_000n, 'microseconds'],
    [1_700_000_000_000_000_000n, 'nanoseconds']
  ])('%d seconds are taken for %s', (value, unit) => {
    expect(faultsOf(() => open(['t', [value], int64()]))).toEqual([
      `Cannot read ${value} in column "t" as Unix seconds: the years 1678 to 2261 are needed; ${unit}?`
    ]);
  });

  test('zoned times stay the instants they are, to the nanosecond', () => {
    const dataset = open(['t', timesBatch([3n, 1n, -5n], 'Asia/Tokyo')]);
    expect(isoOf(dataset)).toEqual([
      '1969-12-31T23:59:59.999999995Z',
      '1970-01-01T00:00:00.000000001Z',
      '1970-01-01T00:00:00.000000003Z'
    ]);
    expect([...dataset.times]).toEqual([-0.001, 0, 0]);
  });

  test('a pandas NaT without a null is missing', () => {
    const dataset = open(['t', timesBatch([-(2n ** 63n), 0n], 'UTC')]);
    expect(isoOf(dataset)).toEqual(['1970-01-01T00:00:00Z', null]);
  });

  test('categories of text are times too', () => {
    const values = ['2024-01-02T00Z', '2024-01-01T00Z', null, '2024-01-02T00Z'];
    const dataset = open(['t', values, dictionary(utf8(), int32())]);
    const second = '2024-01-02T00:00:00Z';
    expect(isoOf(dataset)).toEqual(['2024-01-01T00:00:00Z', second, second, null]);
  });

  test.each([
    ['booleans', [true], bool(), 'not booleans'],
    ['durations', [1n], duration(3), 'not duration[ns]'],
    ['nonsense', ['soon'], utf8(), 'Cannot read "soon" in column "t" as a time'],
    ['an impossible day', ['2024-02-30'], utf8(), 'Cannot read "2024-02-30"'],
    ['an infinite number', [Infinity], float64(), 'a missing value?']
  ])('%s are refused', (_, values, type, message) => {
    expect(faultsOf(() => open(['t', values, type]))[0]).toContain(message);
  });

  test('rows of one time keep their order', () => {
    const dataset = openFrame(
      [
        ['t', [2, 1, 2, 1, null, 1], int32()],
        ['n', [0, 1, 2, 3, 4, 5], int32()]
      ],
      { timestampColumnName: 't' }
    );
    expect(cellsOf(dataset, 'n')).toEqual([1, 3, 5, 0, 2, 4]);
  });

  test('rows in order are not moved', () => {
    const values = BigInt64Array.of(micros('1969-01-01T00:00Z'), 0n, micros('2024-01-01T00:00Z'));
    const batch = createBatch({ type: timestamp(2, 'UTC'), length: 3, values });
    expect(openFrame([['t', batch]], { timestampColumnName: 't' }).order).toBeNull();
  });
});

describe('vectors (§14.6)', () => {
  const embeddingFeatures = [{ name: 'e', vectorColumnName: 'v' }];

  test('FixedSizeList<float32> is read where it lies, in shared memory too', () => {
    const frame = buildFrame([['v', vectorBatch([[1, 2], null, [5, 6]], 2)]]);
    const shared = new SharedArrayBuffer(frame.byteLength);
    new Uint8Array(shared).set(new Uint8Array(frame));
    const { vectors } = openDataset(
      shared,
      { file: 'x', schema: { embeddingFeatures } },
      'primary'
    );
    expect(vectors.get('v')?.values.buffer).toBe(shared);
    expect(vectors.get('v')).toMatchObject({ length: 2, usableCount: 2 });
  });

  test.each([
    [
      'float64',
      [
        [0.1, 2],
        [3, 4]
      ],
      list(float64())
    ],
    [
      'int64',
      [
        [2n ** 24n + 1n, 2n],
        [3n, 4n]
      ],
      list(int64())
    ],
    [
      'float32',
      [
        [1.5, 2],
        [3, 4]
      ],
      list(float32())
    ],
    [
      'fixed float64',
      [
        [0.1, 2],
        [3, 4]
      ],
      fixedSizeList(float64(), 2)
    ],
    [
      'small int64',
      [
        [1n, 2n],
        [3n, 4n]
      ],
      list(int64())
    ],
    [
      'bool',
      [
        [true, false],
        [true, true]
      ],
      list(bool())
    ],
    [
      'int32',
      [
        [1, 2],
        [3, 4]
      ],
      list(int32())
    ]
  ])('lists of %s are read without rounding', (_, values, type) => {
    const { vectors } = openFrame([['v', values, type]], { embeddingFeatures });
    expect(Array.from(vectors.get('v')?.values ?? [])).toEqual(values.flat().map(Number));
  });

  test('a vector with NaN, infinity or a gap counts as missing, with one warning', () => {
    const { vectors, warnings } = openFrame(
      [['v', [[1, NaN], [Infinity, 1], [null, 1], [1, 2], null], list(float64())]],
      { embeddingFeatures }
    );
    expect(vectors.get('v')).toMatchObject({ usableCount: 1, brokenCount: 3 });
    expect(warnings).toEqual([
      'primary: Column "v" has 3 vectors with NaN, infinity or numbers beyond 3.4e38: they count as missing'
    ]);
  });

  test('a vector that single precision cannot hold counts as missing', () => {
    const { vectors } = openFrame(
      [
        [
          'v',
          [
            [1, 1e39],
            [1, 3e38]
          ],
          list(float64())
        ]
      ],
      { embeddingFeatures }
    );
    expect(vectors.get('v')).toMatchObject({ usableCount: 1, brokenCount: 1 });
  });

  test('a column without any vector is valid', () => {
    const { vectors } = openFrame([['v', [null, null], nullType()]], { embeddingFeatures });
    expect(vectors.get('v')).toMatchObject({ length: 0, usableCount: 0 });
  });

  test('features of lists are vectors when all are numeric and of one length', () => {
    const { vectors } = openFrame([
      [
        'same',
        [
          [1, 2],
          [3, 4]
        ],
        list(float64())
      ],
      ['ragged', [[1, 2], [3]], list(float64())],
      ['words', [['a'], ['b']], list(utf8())]
    ]);
    expect([...vectors.keys()]).toEqual(['same']);
  });
});
