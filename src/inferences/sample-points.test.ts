import { float64, int32, list, utf8 } from '@uwdata/flechette';
import { describe, expect, test } from 'vitest';
import { openFrame, vectorBatch } from './build-frame.ts';
import { findRetrievals } from './find-retrievals.ts';
import { createModel } from './model.ts';
import { countByRole } from './rows.ts';
import { drawRows, samplePoints } from './sample-points.ts';
import { createRandom } from '../analysis/random.ts';

describe('drawRows() (G10)', () => {
  const draw = (limit: number, seed: number) =>
    Array.from(drawRows(0, 20, limit, row => row % 2 === 0, createRandom(seed)));
  const even = [0, 2, 4, 6, 8, 10, 12, 14, 16, 18];

  test('takes usable rows, at random below the number of rows, else in order', () => {
    expect(draw(0, 1)).toEqual([]);
    expect(draw(3, 1)).toHaveLength(3);
    expect(draw(3, 1)).not.toEqual(draw(3, 2));
    expect(draw(3, 1).every(row => even.includes(row))).toBe(true);
    expect(draw(15, 1)).not.toEqual(even);
    expect(draw(15, 1).toSorted((a, b) => a - b)).toEqual(even);
    expect(draw(20, 1)).toEqual(even);
    expect(draw(25, 1)).toEqual(even);
  });
});

const embeddingFeatures = [{ name: 'e', vectorColumnName: 'v' }];

function openRows(count: number, role: 'primary' | 'reference') {
  const vectors = Array.from({ length: count }, (_, i) => (i % 10 === 9 ? null : [i, -i]));
  return openFrame(
    [
      ['v', vectorBatch(vectors, 2)],
      ['t', Array.from({ length: count }, (_, i) => count - i), int32()]
    ],
    { embeddingFeatures, timestampColumnName: 't' },
    { role }
  );
}

describe('samplePoints()', () => {
  const model = createModel({
    primary: openRows(1000, 'primary'),
    reference: openRows(500, 'reference')
  });

  test('gathers the vectors of the rows drawn, in shared memory', () => {
    const sample = samplePoints(model, 'e', { nSamples: 100, seed: 7 });
    expect(sample).toMatchObject({
      count: 200,
      dimension: 2,
      counts: { primary: 100, reference: 100, corpus: 0 },
      available: { primary: 900, reference: 450, corpus: 0 }
    });
    expect(sample.vectors.buffer).toBeInstanceOf(SharedArrayBuffer);
    for (let i = 0; i < sample.count; i++) {
      const size = sample.dataset[i] === 0 ? 1000 : 500;
      // Rows are sorted by time, against the order of the source.
      expect(sample.vectors[2 * i]).toBe(size - 1 - (sample.row[i] ?? 0));
    }
  });

  test('any prefix shows both data sets in proportion', () => {
    const sample = samplePoints(model, 'e', { nSamples: 100_000, seed: 7 });
    const prefix = { dataset: sample.dataset.subarray(0, 90), row: sample.row.subarray(0, 90) };
    const { primary } = countByRole(prefix);
    expect(Math.abs(primary - 60)).toBeLessThanOrEqual(2);
  });

  test('one seed gives one sample, no seed another', () => {
    const rowsOf = (seed: number | null) => [
      ...samplePoints(model, 'e', { nSamples: 50, seed }).row
    ];
    expect(rowsOf(3)).toEqual(rowsOf(3));
    expect(rowsOf(null)).not.toEqual(rowsOf(null));
  });

  test('a time range narrows the primary alone, right-open', () => {
    const timeRange = { start: '1970-01-01T00:00:11Z', end: '1970-01-01T00:00:21Z' };
    const { available, counts } = samplePoints(model, 'e', { nSamples: 1000, seed: 1, timeRange });
    expect(available).toEqual({ primary: 9, reference: 450, corpus: 0 });
    expect(counts).toEqual(available);
  });

  test('an unknown embedding and a range that is no time are refused', () => {
    expect(() => samplePoints(model, 'x', { nSamples: 1, seed: 1 })).toThrow(
      'Cannot find embedding "x": the data has "e"'
    );
    const timeRange = { start: 'soon', end: '1970-01-01' };
    expect(() => samplePoints(model, 'e', { nSamples: 1, seed: 1, timeRange })).toThrow('"soon"');
  });
});

describe('findRetrievals() (§5.2.4)', () => {
  const open = (ids: unknown[], type: ReturnType<typeof list>) =>
    openFrame(
      [
        ['q', vectorBatch([[1, 2], [3, 4], null], 2)],
        ['ids', ids, type],
        ['scores', [[0.9], [0.1, 0.2, 0.3], null], list(float64())]
      ],
      {
        promptColumnNames: {
          vectorColumnName: 'q',
          contextRetrievalIdsColumnName: 'ids',
          contextRetrievalScoresColumnName: 'scores'
        }
      }
    );
  const openCorpus = (ids: ReturnType<typeof int32> | ReturnType<typeof float64>) =>
    openFrame(
      [
        ['id', [10, 11, 12], ids],
        ['d', vectorBatch([[0, 0], null, [1, 1]], 2)]
      ],
      { idColumnName: 'id', documentColumnNames: { vectorColumnName: 'd' } },
      { role: 'corpus' }
    );

  test.each([
    ['integers', [[10, 11], [12, 99, 10], null], list(int32()), int32()],
    ['floats', [[10, 11], [12, 99, 10], null], list(float64()), int32()],
    ['text', [['10', '11'], ['12', 'x', '10'], null], list(utf8()), int32()],
    ['integers in a corpus of floats', [[10, 11], [12, 99, 10], null], list(int32()), float64()],
    ['text in a corpus of floats', [['10', '11'], ['12', 'x', '10'], null], list(utf8()), float64()]
  ])(
    'ids of %s find their documents; unknown ones and those without a vector are skipped',
    (_, ids, type, corpusIds) => {
      const corpus = openCorpus(corpusIds);
      const model = createModel({ primary: open(ids, type), corpus });
      const points = samplePoints(model, 'q', { nSamples: 10, seed: 1 });
      expect(points.counts).toEqual({ primary: 2, reference: 0, corpus: 2 });
      const { offsets, documents, relevance, queries } = findRetrievals(model, points);
      const found = Array.from({ length: points.count }, (__, p) => ({
        query: points.dataset[p] === 0 ? points.row[p] : -1,
        documents: [...documents.subarray(offsets[p], offsets[p + 1])].map(d => points.row[d]),
        relevance: [...relevance.subarray(offsets[p], offsets[p + 1])]
      })).filter(({ documents: each }) => each.length > 0);
      expect(queries).toBe(2);
      expect(found.toSorted((a, b) => (a.query ?? 0) - (b.query ?? 0))).toEqual([
        { query: 0, documents: [0], relevance: [0.9] },
        { query: 1, documents: [2, 0], relevance: [0.1, 0.3] }
      ]);
    }
  );
});
