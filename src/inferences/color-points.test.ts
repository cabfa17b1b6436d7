import { bool, dictionary, float64, int32, int64, utf8 } from '@uwdata/flechette';
import { describe, expect, test } from 'vitest';
import { openFrame, type FrameColumn } from './build-frame.ts';
import { colorPoints } from './color-points.ts';
import { createModel, type Model } from './model.ts';
import type { Rows } from './rows.ts';

function modelOf(primary: FrameColumn[], reference?: FrameColumn[], schema = {}): Model {
  return createModel({
    primary: openFrame(primary, schema),
    reference: reference ? openFrame(reference, schema, { role: 'reference' }) : null
  });
}

/** All rows of the primary, then of the reference, then one of a corpus. */
function allRows(model: Model): Rows {
  const counts = [
    model.datasets.primary?.rowCount ?? 0,
    model.datasets.reference?.rowCount ?? 0,
    1
  ];
  return {
    dataset: Uint8Array.from(counts.flatMap((count, code) => new Array<number>(count).fill(code))),
    row: Uint32Array.from(counts.flatMap(count => [...new Array<number>(count).keys()]))
  };
}

function colorsOf(model: Model, by: string) {
  const { header, codes } = colorPoints(model, allRows(model), by);
  return [...codes].slice(0, -1).map(code => header.legend[code]?.label);
}

function legendOf(model: Model, by: string) {
  return colorPoints(model, allRows(model), by).header.legend.map(
    ({ label, count, kind }) => `${label}: ${count} ${kind}`
  );
}

describe('categories', () => {
  test('1, 1.0 and true are one category, text "1" another that says so', () => {
    const types = [
      ['x', [1, 2, null], int32()],
      ['y', [true, false, null], bool()]
    ] satisfies FrameColumn[];
    const model = modelOf(
      types,
      [
        ['x', ['1', 'a', null], utf8()],
        ['y', [1, 0, 0.5], float64()]
      ],
      {
        predictionLabelColumnName: 'x',
        actualLabelColumnName: 'y'
      }
    );
    expect(colorsOf(model, 'dimension:x')).toEqual(['1', '2', 'missing', '"1"', 'a', 'missing']);
    expect(colorsOf(model, 'dimension:y')).toEqual([
      'True',
      'False',
      'missing',
      'True',
      'False',
      '0.5'
    ]);
  });

  test('the eleven most frequent have a color, the rest share one', () => {
    const values = Array.from({ length: 14 }, (_, i) =>
      new Array<string>(20 - i).fill(`c${i}`)
    ).flat();
    const legend = legendOf(modelOf([['x', [...values, null], utf8()]]), 'dimension:x');
    expect(legend).toHaveLength(13);
    expect(legend[0]).toBe('c0: 20 value');
    expect(legend.slice(-2)).toEqual(['3 other values: 24 other', 'missing: 2 missing']);
  });

  test('a categorical of integers stays categorical, and int64 is exact beyond 2^53', () => {
    const category: FrameColumn = ['x', [3, 1, 3], dictionary(int32(), int32())];
    expect(colorsOf(modelOf([category]), 'dimension:x')).toEqual(['3', '1', '3']);
    const big: FrameColumn = ['x', [2n ** 60n, 2n ** 60n + 1n], int64()];
    const model = modelOf([big], undefined, { actualLabelColumnName: 'x' });
    expect(colorsOf(model, 'dimension:x')).toEqual(['1152921504606846976', '1152921504606846977']);
  });
});

describe('ranges', () => {
  test('steps of a round width over both data sets; infinities at the ends, NaN missing', () => {
    const model = modelOf(
      [['x', [0, 9.999, 10, NaN, null, -Infinity, 20, 31, 42, 77, 88], float64()]],
      [['x', [100, 5, Infinity, 55], float64()]]
    );
    const { header, codes } = colorPoints(model, allRows(model), 'dimension:x');
    expect(header.kind).toBe('sequential');
    expect(header.legend.map(({ label }) => label)).toEqual([
      ...['0–10', '10–20', '20–30', '30–40', '40–50', '50–60', '60–70', '70–80', '80–90', '90–100'],
      'missing'
    ]);
    expect(header.legend[1]).toEqual({ label: '10–20', count: 1, kind: 'range', range: [10, 20] });
    expect([...codes]).toEqual([0, 0, 1, 10, 10, 0, 2, 3, 4, 7, 8, 9, 0, 9, 5, 10]);
  });

  test('few values are a group each, a column without numbers has none', () => {
    expect(legendOf(modelOf([['x', [2, 2, null], float64()]]), 'dimension:x')).toEqual([
      '2: 2 range',
      'missing: 2 missing'
    ]);
    const stars = modelOf([['stars', [5, 1, 5, 3, 4], int32()]]);
    expect(legendOf(stars, 'dimension:stars')).toEqual([
      '1: 1 range',
      '3: 1 range',
      '4: 1 range',
      '5: 2 range',
      'missing: 1 missing'
    ]);
    expect(legendOf(modelOf([['x', [NaN], float64()]]), 'dimension:x')).toEqual([
      'missing: 2 missing'
    ]);
  });

  test('a score stored as text is read as numbers', () => {
    const model = modelOf([['x', ['0', ' 1e0', 'x', '٣'], utf8()]], undefined, {
      predictionScoreColumnName: 'x'
    });
    const { codes } = colorPoints(model, allRows(model), 'dimension:x');
    expect([...codes]).toEqual([0, 1, 2, 2, 2]);
  });

  test('narrow ranges have labels that tell them apart', () => {
    const { header } = (() => {
      const model = modelOf([['x', [0, 0.001], float64()]]);
      return colorPoints(model, allRows(model), 'dimension:x');
    })();
    expect(new Set(header.legend.map(({ label }) => label)).size).toBe(header.legend.length);
  });
});

describe('correctness', () => {
  test('numbers are compared by value, missing labels are unknown', () => {
    const schema = { predictionLabelColumnName: 'p', actualLabelColumnName: 'a' };
    const model = modelOf(
      [
        ['p', [1, 1, null, 0], float64()],
        ['a', [1, 2, 1, 0], int32()]
      ],
      [
        ['p', ['x', '1'], utf8()],
        ['a', ['x', null], utf8()]
      ],
      schema
    );
    expect(colorsOf(model, 'correctness')).toEqual([
      'correct',
      'incorrect',
      'unknown',
      'correct',
      'correct',
      'unknown'
    ]);
  });
});

test('by data set and by cluster', () => {
  const model = modelOf([['x', [1, 2, 3], int32()]]);
  const rows = { dataset: Uint8Array.of(0, 0, 2), row: Uint32Array.of(0, 1, 0) };
  expect(colorPoints(model, rows, 'dataset').header.legend).toMatchObject([
    { label: 'primary', count: 2 },
    { label: 'corpus', count: 1 }
  ]);
  const clusters = { labels: Int32Array.of(1, -1, 0), names: ['a', 'b'] };
  const { header, codes } = colorPoints(model, rows, 'cluster', clusters);
  expect([...codes].map(code => header.legend[code]?.label)).toEqual(['b', 'no cluster', 'a']);
});

test.each(['cluster', 'dimension:nothing', 'dimension:', '__proto__'])('%j is refused', by => {
  const model = modelOf([['x', [1], int32()]]);
  expect(() => colorPoints(model, allRows(model), by)).toThrow('there is no such column');
});
