import {
  bool,
  dictionary,
  float64,
  int32,
  list,
  nullType,
  timestamp,
  utf8
} from '@uwdata/flechette';
import { describe, expect, test } from 'vitest';
import { createBatch } from '../arrow/batches.ts';
import { openFrame, vectorBatch } from './build-frame.ts';
import { readCells } from './column.ts';
import { createModel } from './model.ts';
import { findBookends, summariseModel } from './summarise-model.ts';

const categories = dictionary(utf8(), int32());

describe('dimensions (§3.2)', () => {
  test('are sorted by code point, with the type their role and storage give', () => {
    const primary = openFrame(
      [
        ['b', [1, 2], int32()],
        ['B', ['x', 'y'], utf8()],
        ['flag', [true, false], bool()],
        ['maybe', [true, null], bool()],
        ['cat', ['1', '2'], categories],
        ['label', [0, 1], int32()],
        ['score', ['0.5', 'x'], utf8()],
        [
          'when',
          createBatch({ type: timestamp(2, null), length: 2, values: BigInt64Array.of(0n, 1n) })
        ],
        ['note', ['x', 'y'], utf8()]
      ],
      {
        predictionLabelColumnName: 'label',
        actualScoreColumnName: 'score',
        tagColumnNames: ['note', 'absent', 'label']
      }
    );
    const { dimensions } = summariseModel(createModel({ primary }));
    expect(dimensions.map(({ name, type, dataType }) => `${name} ${type} ${dataType}`)).toEqual([
      'B feature categorical',
      'absent tag categorical',
      'b feature numeric',
      'cat feature categorical',
      'flag feature categorical',
      'label prediction categorical',
      'maybe feature categorical',
      'note tag categorical',
      'score actual numeric',
      'when feature numeric'
    ]);
    expect(dimensions.find(({ name }) => name === 'absent')?.datasets).toEqual([]);
  });

  test('an empty or untyped column leaves the word to the reference', () => {
    const primary = openFrame([
      ['x', [null], nullType()],
      ['y', ['a'], utf8()]
    ]);
    const reference = openFrame(
      [
        ['x', [1], int32()],
        ['y', [1], int32()]
      ],
      {},
      { role: 'reference' }
    );
    const { dimensions } = createModel({ primary, reference });
    expect(dimensions.map(({ dataType }) => dataType)).toEqual(['numeric', 'numeric']);
  });

  test('a feature of one data set that is a tag of the other is a feature', () => {
    const primary = openFrame([['x', [1], int32()]], { tagColumnNames: ['x'] });
    const reference = openFrame([['x', [1], int32()]], {}, { role: 'reference' });
    expect(createModel({ primary, reference }).dimensions).toMatchObject([
      { name: 'x', type: 'feature', datasets: ['primary', 'reference'] }
    ]);
  });
});

describe('merging (§3.3)', () => {
  test('the primary names the columns of roles and embeddings, swapped names included', () => {
    const primary = openFrame(
      [
        ['a', ['p'], utf8()],
        ['b', ['t'], utf8()],
        ['v', vectorBatch([[1, 2]], 2)]
      ],
      {
        predictionLabelColumnName: 'a',
        actualLabelColumnName: 'b',
        embeddingFeatures: [{ name: 'e', vectorColumnName: 'v' }]
      }
    );
    const reference = openFrame(
      [
        ['b', ['P'], utf8()],
        ['a', ['T'], utf8()],
        ['w', vectorBatch([[3, 4]], 2)],
        ['raw', ['text'], utf8()]
      ],
      {
        predictionLabelColumnName: 'b',
        actualLabelColumnName: 'a',
        embeddingFeatures: [{ name: 'e', vectorColumnName: 'w', rawDataColumnName: 'raw' }]
      },
      { role: 'reference' }
    );
    const model = createModel({ primary, reference });
    const column = model.frames.reference.columns.get('a');
    expect(column && readCells(column)(0)).toBe('P');
    expect(model.dimensions.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(model.embeddings).toMatchObject([
      { name: 'e', hasText: true, vectorCounts: { primary: 1, reference: 1, corpus: 0 } }
    ]);
    expect(model.hasCorrectness).toBe(true);
  });

  test('a column whose name a role takes over is kept under another', () => {
    const primary = openFrame([['label', ['p'], utf8()]], { predictionLabelColumnName: 'label' });
    const reference = openFrame(
      [
        ['out', ['P'], utf8()],
        ['label', ['other'], utf8()]
      ],
      { predictionLabelColumnName: 'out', featureColumnNames: ['label'] },
      { role: 'reference' }
    );
    const { frames, warnings } = createModel({ primary, reference });
    expect(warnings).toHaveLength(1);
    expect([...frames.reference.columns.keys()].slice(0, 2)).toEqual(['label', 'label_reference']);
  });
});

describe('embeddings', () => {
  test('prompt, response and lists go by their vector column; all are in its order', () => {
    const primary = openFrame(
      [
        ['z', vectorBatch([[1, 2]], 2)],
        ['q', vectorBatch([[1, 2]], 2)],
        ['r', vectorBatch([[1, 2]], 2)],
        ['l', [[1, 2, 3]], list(float64())],
        ['t', [[1, 2]], list(float64())]
      ],
      {
        promptColumnNames: { vectorColumnName: 'q' },
        responseColumnNames: { vectorColumnName: 'r' },
        embeddingFeatures: [
          { name: 'first', vectorColumnName: 'z' },
          { name: 'again', vectorColumnName: 'z' }
        ],
        featureColumnNames: ['l'],
        tagColumnNames: ['t']
      }
    );
    const { embeddings, dimensions } = createModel({ primary });
    expect(embeddings.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'l feature',
      'q prompt',
      'r response',
      't tag',
      'first feature',
      'again feature'
    ]);
    expect(dimensions).toEqual([]);
  });

  test('vectors of two lengths cannot be compared, by display name; a corpus belongs to the prompt', () => {
    const feature = (name: string) => ({
      embeddingFeatures: [{ name: 'e', vectorColumnName: name }]
    });
    const primary = openFrame([['v', vectorBatch([[1, 2]], 2)]], feature('v'));
    const reference = openFrame([['w', vectorBatch([[1, 2, 3]], 3)]], feature('w'), {
      role: 'reference'
    });
    expect(() => createModel({ primary, reference })).toThrow(
      'Cannot compare embedding "e": primary has vectors of 2 numbers (column "v"), reference of 3 (column "w")'
    );
    const prompt = openFrame([['q', vectorBatch([[1, 2]], 2)]], {
      promptColumnNames: { vectorColumnName: 'q' }
    });
    const corpus = openFrame(
      [['d', vectorBatch([[1, 2, 3]], 3)]],
      { documentColumnNames: { vectorColumnName: 'd' } },
      { role: 'corpus' }
    );
    expect(() => createModel({ primary: prompt, corpus })).toThrow('corpus of 3 (column "d")');
    expect(() => createModel({ primary, corpus })).not.toThrow();
  });
});

test('bookends are floored to minutes, the end beyond the last row (G6)', () => {
  const span = (seconds: number[]) =>
    findBookends(openFrame([['t', seconds, float64()]], { timestampColumnName: 't' }));
  expect(span([1, 2, 3])).toEqual({ startMs: 0, endMs: 60_000 });
  const day = 86_400;
  expect(span([3600, 2 * day + 3600])).toEqual({
    startMs: 3_600_000,
    endMs: (2 * day + 3660) * 1000
  });
  expect(span([])).toBeNull();
});

test('a session without data is a model too', () => {
  expect(summariseModel(createModel({}))).toEqual({
    datasets: { primary: null, reference: null, corpus: null },
    dimensions: [],
    embeddings: [],
    hasCorrectness: false,
    warnings: []
  });
});
