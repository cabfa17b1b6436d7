import {
  duration,
  float64,
  int32,
  int64,
  TimeUnit,
  Type,
  utf8,
  type Table
} from '@uwdata/flechette';
import { describe, expect, test } from 'vitest';
import { buildFrame, openFrame, vectorBatch, type FrameColumn } from './build-frame.ts';
import { createReader } from '../arrow/cells.ts';
import { openTable, toArrowFile, toArrowParts, toArrowStream } from '../arrow/arrow-file.ts';
import { exportTable } from './export-table.ts';
import { createModel } from './model.ts';
import { rowsOfDataset, type Rows } from './rows.ts';
import { toCsv } from './to-csv.ts';

function rows(...pairs: [dataset: number, row: number][]): Rows {
  return {
    dataset: Uint8Array.from(pairs, ([dataset]) => dataset),
    row: Uint32Array.from(pairs, ([, row]) => row)
  };
}

function valuesOf(table: Table, name: string): unknown[] {
  return table.getChild(name).data.flatMap(batch => {
    const read = createReader(batch);
    return Array.from({ length: batch.length }, (_, i) => read(i));
  });
}

describe('the exported frame (G11)', () => {
  const primary = openFrame(
    [
      ['pid', [10, 11, 12], int32()],
      ['ts', [3, 1, 2], int32()],
      ['pl', ['a', 'b', 'b'], utf8()],
      [
        'v',
        vectorBatch(
          [
            [1, 2],
            [3, 4],
            [5, 6]
          ],
          2
        )
      ],
      ['extra', [1, 2, 3], int64()],
      ['drop', [1, 2, 3], int32()]
    ],
    {
      predictionIdColumnName: 'pid',
      timestampColumnName: 'ts',
      predictionLabelColumnName: 'pl',
      embeddingFeatures: [{ name: 'e', vectorColumnName: 'v' }],
      excludedColumnNames: ['drop']
    },
    { name: 'prod' }
  );
  const reference = openFrame(
    [
      ['rid', ['x', 'y'], utf8()],
      ['rts', [1, 2], int32()],
      ['label', ['a', 'a'], utf8()],
      ['truth', ['a', 'b'], utf8()]
    ],
    {
      predictionIdColumnName: 'rid',
      timestampColumnName: 'rts',
      predictionLabelColumnName: 'label',
      actualLabelColumnName: 'truth'
    },
    { role: 'reference' }
  );
  const model = createModel({ primary, reference });

  test('rows once and in order of time, columns as normalized, names of the primary', () => {
    // Sorted by time the primary is 11, 12, 10.
    const table = exportTable(model, rows([0, 2], [0, 0], [0, 2], [1, 1], [2, 0]));
    expect(table.names).toEqual([
      'pid',
      'ts',
      'pl',
      'v',
      'extra',
      '__phoenix_dataset_name__',
      'truth'
    ]);
    expect(valuesOf(table, 'pid')).toEqual(['11', '10', 'y']);
    expect(valuesOf(table, 'ts')).toEqual([
      '1970-01-01T00:00:01Z',
      '1970-01-01T00:00:03Z',
      '1970-01-01T00:00:02Z'
    ]);
    expect(valuesOf(table, 'pl')).toEqual(['b', 'a', 'a']);
    expect(valuesOf(table, 'v')).toEqual(['[3, 4]', '[1, 2]', null]);
    expect(valuesOf(table, 'extra')).toEqual([2, 1, null]);
    expect(valuesOf(table, '__phoenix_dataset_name__')).toEqual(['prod', 'prod', 'reference']);
    expect(valuesOf(table, 'truth')).toEqual([null, null, 'b']);
  });

  test('an export that is loaded again exports the names of now', () => {
    const again = openFrame(
      [
        ['pid', ['a', 'b'], utf8()],
        ['__phoenix_dataset_name__', ['old', 'older'], utf8()],
        ['n', [1, 2], int32()]
      ],
      { predictionIdColumnName: 'pid' },
      { name: 'new' }
    );
    const table = exportTable(createModel({ primary: again, reference }), rows([0, 1], [1, 0]));
    expect(table.names.filter(name => name === '__phoenix_dataset_name__')).toHaveLength(1);
    expect(valuesOf(table, '__phoenix_dataset_name__')).toEqual(['new', 'reference']);
    const alone = exportTable(createModel({ primary: again }), rows([0, 1]));
    expect(valuesOf(alone, '__phoenix_dataset_name__')).toEqual(['older']);
  });

  test('clusters: a row of two gets the last one', () => {
    const table = exportTable(model, rows([0, 0], [1, 1], [2, 0], [0, 0], [0, 2]), {
      clusterIds: ['7', '7', '7', '1', '1']
    });
    expect(valuesOf(table, '__phoenix_cluster_id__')).toEqual(['1', '1', '7']);
    expect(table.names.indexOf('__phoenix_cluster_id__')).toBe(6);
  });

  test('blocks come in the order in which the data sets first appear', () => {
    const table = exportTable(model, rows([1, 0], [0, 1]));
    expect(valuesOf(table, 'pid')).toEqual(['x', '12']);
    expect(table.names.slice(0, 5)).toEqual([
      'pid',
      'ts',
      'pl',
      'truth',
      '__phoenix_dataset_name__'
    ]);
  });

  test('rows of the corpus alone give a valid, empty file', () => {
    const table = openTable(toArrowFile(exportTable(model, rows([2, 0]))));
    expect([table.numCols, table.numRows]).toEqual([0, 0]);
  });

  test('a table without columns is written as Arrow C++ writes it', () => {
    const table = exportTable(model, rows([2, 0]));
    const schema =
      '/////zAAAAAQAAAAAAAKAAwABgAFAAgACgAAAAABBAAMAAAACAAIAAAABAAIAAAABAAAAAAAAAD/////AAAAAA==';
    expect(btoa(String.fromCharCode(...toArrowStream(table)))).toBe(schema);
    expect(openTable(toArrowStream(table)).numCols).toBe(0);
    expect(toArrowFile(table)).toHaveLength(146);
  });

  test.each(['file', 'stream'] as const)('a %s comes in pieces as it comes as a whole', format => {
    for (const table of [
      exportTable(model, rowsOfDataset('primary', 3)),
      exportTable(model, rows([2, 0]))
    ]) {
      const whole = format === 'file' ? toArrowFile(table) : toArrowStream(table);
      const parts = toArrowParts(table, format).flatMap(part => Array.from(part));
      expect(parts).toEqual(Array.from(whole));
    }
  });

  test('file and stream are read back alike', () => {
    const table = exportTable(model, rowsOfDataset('primary', 3));
    for (const bytes of [toArrowFile(table), toArrowStream(table)]) {
      expect(valuesOf(openTable(bytes), 'extra')).toEqual([2, 3, 1]);
    }
  });
});

describe('columns that differ between the data sets (§14.8)', () => {
  const merge = (
    a: FrameColumn[1],
    typeA: FrameColumn[2],
    b: FrameColumn[1],
    typeB: FrameColumn[2]
  ) => {
    const column = (values: FrameColumn[1], type: FrameColumn[2]): FrameColumn[] => [
      type ? ['x', values, type] : ['x', values]
    ];
    const primary = openFrame(column(a, typeA), { featureColumnNames: ['x'] });
    const reference = openFrame(
      column(b, typeB),
      { featureColumnNames: ['x'] },
      { role: 'reference' }
    );
    const table = exportTable(createModel({ primary, reference }), rows([0, 0], [1, 0]));
    return [table.getChild('x').type.typeId, ...valuesOf(table, 'x')];
  };

  test('numbers widen, and with text all become text', () => {
    expect(merge([1], int32(), [2n ** 60n], int64())).toEqual([Type.Int, 1, 2n ** 60n]);
    expect(merge([1], int32(), [0.5], float64())).toEqual([Type.Float, 1, 0.5]);
    expect(merge([1], int32(), ['a'], utf8())).toEqual([Type.LargeUtf8, '1', 'a']);
    expect(merge([1.5], float64(), ['a'], utf8())).toEqual([Type.LargeUtf8, '1.5', 'a']);
  });

  test('vectors of two layouts become lists', () => {
    expect(
      merge(vectorBatch([[1, 2]], 2), undefined, vectorBatch([[1, 2, 3]], 3), undefined)
    ).toEqual([Type.LargeList, '[1, 2]', '[1, 2, 3]']);
  });
});

test('CSV puts text that a spreadsheet would run behind an apostrophe, and leaves numbers and times alone', () => {
  const texts = [
    '=1+1',
    '@x',
    '+49 30',
    '-5',
    '-1.5e3',
    '\t=1',
    '\r=1',
    '＝1',
    'a=1',
    ' -',
    '',
    '-'
  ];
  const columns: FrameColumn[] = [
    ['=n', texts.map((_, i) => i - 3), float64()],
    ['text', texts, utf8()],
    ['wait', texts.map((_, i) => BigInt(-1 - i)), duration(TimeUnit.SECOND)]
  ];
  const lines = [...toCsv(openTable(buildFrame(columns)))].join('').trimEnd().split('\n');
  expect(lines[0]).toBe("'=n,text,wait");
  expect(
    lines.slice(1).map(line => line.slice(line.indexOf(',') + 1, line.lastIndexOf(',')))
  ).toEqual([
    "'=1+1",
    "'@x",
    "'+49 30",
    '-5',
    '-1.5e3',
    "'\t=1",
    '"\'\r=1"',
    "'＝1",
    'a=1',
    ' -',
    '',
    '-'
  ]);
  expect(lines[1]?.slice(0, 5)).toBe('-3.0,');
  expect(lines[1]?.split(',').at(-1)).toMatch(/^-/);
});

test('CSV quotes what needs it, and leaves missing cells empty', () => {
  const columns: FrameColumn[] = [
    ['a,"b"', ['x', 'say "hi",\nyou', null], utf8()],
    ['__proto__', [1, 0.5, null], float64()],
    ['v', vectorBatch([[0.1, 2], null, [1, 2]], 2)]
  ];
  expect([...toCsv(openTable(buildFrame(columns)))].join('')).toBe(
    '"a,""b""",__proto__,v\nx,1.0,"[0.1, 2]"\n"say ""hi"",\nyou",0.5,\n,,"[1, 2]"\n'
  );
});
