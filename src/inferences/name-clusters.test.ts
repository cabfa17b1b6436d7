import { float64, int32, utf8 } from '@uwdata/flechette';
import { describe, expect, test } from 'vitest';
import { openFrame, vectorBatch, type FrameColumn } from './build-frame.ts';
import { createModel } from './model.ts';
import { nameClusters } from './name-clusters.ts';
import type { Points } from './sample-points.ts';
import { splitWords } from './split-words.ts';
import { rowsOfClusters, summariseClusters } from './summarise-clusters.ts';

function pointsOf(count: number): Points {
  return {
    embedding: 'e',
    count,
    dataset: new Uint8Array(count),
    row: Uint32Array.from({ length: count }, (_, i) => i)
  };
}

function nameOf(columns: FrameColumn[], labels: number[], text = false) {
  const vectors = labels.map(label => [label, 1]);
  const primary = openFrame([['v', vectorBatch(vectors, 2)], ...columns], {
    embeddingFeatures: [
      { name: 'e', vectorColumnName: 'v', ...(text ? { rawDataColumnName: 'text' } : {}) }
    ]
  });
  return nameClusters(
    createModel({ primary }),
    pointsOf(labels.length),
    Int32Array.from(labels)
  ).map(({ name, namedBy }) => `${name} | ${namedBy}`);
}

const repeat = <Value>(values: Value[], times: number) =>
  Array.from({ length: times }, () => values).flat();

test('splitWords() knows scripts, stop words and numbers', () => {
  expect(splitWords("The refund isn't late: 42 days, Müller’s café—C3PO, don't!")).toEqual([
    'refund',
    'late',
    'days',
    'müller',
    'café',
    'c3po'
  ]);
  expect(splitWords('東京都で電車が遅れる')).toContain('電車');
  expect(splitWords('доставка опоздала')).toEqual(['доставка', 'опоздала']);
});

describe('nameClusters()', () => {
  test('takes words that are frequent in a cluster and rare elsewhere', () => {
    const text = [
      ...repeat(['The order refund was denied', 'I want a refund for my order'], 5),
      ...repeat(['The order delivery was late', 'late delivery of an order'], 5)
    ];
    const names = nameOf(
      [['text', text, utf8()]],
      [...new Array<number>(10).fill(0), ...new Array<number>(10).fill(1)],
      true
    );
    expect(names[0]).toMatch(/^refund.* \| words$/);
    expect(names[1]).toMatch(/^(?:delivery, late|late, delivery).* \| words$/);
    expect(names.join()).not.toContain('order');
  });

  test('without text takes the column that sets the cluster apart', () => {
    const labels = repeat([0, 1, 2, -1], 25);
    const digit = labels.map(label => (label === 0 ? 8 : 3));
    const age = labels.map((label, i) => (label === 1 ? 60 + (i % 12) : 20 + (i % 80) / 4));
    const names = nameOf(
      [
        ['digit', digit.map(String), utf8()],
        ['age', age, float64()],
        ['noise', labels.map((_, i) => (i * 7) % 5), int32()]
      ],
      labels
    );
    expect(names[0]).toBe('digit = 8 | columns');
    expect(names[1]).toBe('age 61–69 | columns');
  });

  test('falls back to the number, and never gives one name twice', () => {
    expect(nameOf([['x', [1, 1, 1, 1], int32()]], [0, 0, 1, 1])).toEqual([
      'Cluster 0 | number',
      'Cluster 1 | number'
    ]);
    const text = repeat(['alpha beta'], 12);
    const names = nameOf([['text', text, utf8()]], repeat([0, 1, -1], 4), true);
    expect(new Set(names).size).toBe(2);
  });

  test('no clusters, no names', () => {
    expect(nameOf([['x', [1], int32()]], [-1])).toEqual([]);
  });
});

describe('summariseClusters() (§4.8, G12)', () => {
  const schema = {
    predictionLabelColumnName: 'p',
    actualLabelColumnName: 'a',
    embeddingFeatures: [{ name: 'e', vectorColumnName: 'v' }]
  };
  const columns: FrameColumn[] = [
    [
      'v',
      vectorBatch(
        [
          [1, 1],
          [2, 2]
        ],
        2
      )
    ],
    ['p', ['x', 'y'], utf8()],
    ['a', ['x', 'x'], utf8()]
  ];
  const points = {
    embedding: 'e',
    count: 4,
    dataset: Uint8Array.of(0, 0, 1, 1),
    row: Uint32Array.of(0, 1, 0, 1)
  };
  const layout = {
    positions: Float32Array.of(0, 0, 2, 4, 4, 2, 9, 9),
    components: 2,
    labels: Int32Array.of(0, 0, 0, -1)
  };
  const primary = openFrame(columns, schema);

  test('drift ratio, accuracy and center', () => {
    const reference = openFrame(columns, schema, { role: 'reference' });
    const model = createModel({ primary, reference });
    expect(summariseClusters(model, points, layout, [{ name: 'mine', namedBy: 'user' }])).toEqual([
      {
        id: '0',
        name: 'mine',
        namedBy: 'user',
        count: 3,
        counts: { primary: 2, reference: 1, corpus: 0 },
        driftRatio: 1 / 3,
        primaryToCorpusRatio: null,
        accuracy: { primary: 0.5, reference: 1 },
        center: [2, 2]
      }
    ]);
  });

  test('one data set has no ratio', () => {
    const [cluster] = summariseClusters(createModel({ primary }), points, layout, []);
    expect(cluster).toMatchObject({ driftRatio: null, name: 'Cluster 0', namedBy: 'number' });
  });

  test.each([
    [['x', 'y'], utf8(), ['x', 'x'], utf8(), 0.5],
    [['x', null], utf8(), ['x', 'x'], utf8(), 1],
    [[1, 0], int32(), ['1', '0'], utf8(), null],
    [[1.5, 0.2], float64(), [1.5, 0.2], float64(), null],
    [[1, 0], int32(), [1, 0], float64(), 1],
    [[null, null], int32(), [1, 0], int32(), null]
  ])('accuracy of %j and %j (G8)', (p, typeP, a, typeA, expected) => {
    const model = createModel({
      primary: openFrame([columns[0] as FrameColumn, ['p', p, typeP], ['a', a, typeA]], schema)
    });
    const [cluster] = summariseClusters(model, points, layout, []);
    expect(cluster?.accuracy.primary).toBe(expected);
  });

  test('rowsOfClusters() takes some or all', () => {
    expect(rowsOfClusters(points, layout.labels).row).toEqual(Uint32Array.of(0, 1, 0));
    expect(rowsOfClusters(points, layout.labels, [5]).row).toHaveLength(0);
  });
});
