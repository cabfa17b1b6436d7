import { describe, expect, test } from 'vitest';
import type { SegmentsAnswer, Signal, SignalsAnswer } from '../../contract/metrics.ts';
import { SESSION } from '../app/page-fixture.tsx';
import { findTroubles, TROUBLE_METRICS } from './find-troubles.ts';

type Pairs = Partial<Record<(typeof TROUBLE_METRICS)[number], [number | null, number | null]>>;

function signalsOf(columns: Record<string, Pairs>): SignalsAnswer {
  return {
    // Another order than asked for: values are found by the answer's own.
    metrics: ['max', 'min', 'percent_empty', 'cardinality'],
    signals: Object.entries(columns).map(([name, pairs]): Signal => ({
      name,
      kind: 'dimension',
      type: 'feature',
      dataType: 'numeric',
      values: [pairs.max, pairs.min, pairs.percent_empty ?? [0, 0], pairs.cardinality].map(
        pair => pair ?? [null, null]
      )
    }))
  };
}

const find = (columns: Record<string, Pairs>, segments: SegmentsAnswer[] = [], session = SESSION) =>
  findTroubles({ session, signals: signalsOf(columns), segments });

describe('findTroubles()', () => {
  test('finds nothing where nothing is wrong', () => {
    expect(
      find({
        a: { percent_empty: [6, 4], min: [0, 0], max: [10.4, 10] },
        b: { percent_empty: [0, 0], cardinality: [4, 4] }
      })
    ).toEqual([]);
  });

  test('tells empty columns from those that only became emptier, the worst first', () => {
    expect(
      find({
        emptier: { percent_empty: [40, 10] },
        always: { percent_empty: [100, 100] },
        empty: { percent_empty: [100, 2] },
        before: { percent_empty: [40, 30] }
      })
    ).toEqual([
      { kind: 'empty', name: 'empty', was: 2 },
      { kind: 'emptier', name: 'emptier', now: 40, was: 10 },
      { kind: 'empty', name: 'always', was: 100 }
    ]);
  });

  test('without a reference only what is mostly missing counts', () => {
    expect(
      find({ half: { percent_empty: [60, null] }, some: { percent_empty: [20, null] } })
    ).toEqual([{ kind: 'emptier', name: 'half', now: 60, was: null }]);
  });

  test('finds columns with one value, and whether that is new', () => {
    expect(
      find({
        stuck: { min: [3, 1], max: [3, 9], percent_empty: [0, 0] },
        word: { cardinality: [1, 1], percent_empty: [0, 0] }
      })
    ).toEqual([
      { kind: 'constant', name: 'stuck', isNew: true },
      { kind: 'constant', name: 'word', isNew: false }
    ]);
  });

  test('finds numbers well outside of the range they had', () => {
    expect(
      find({
        high: { min: [0, 0], max: [900, 20] },
        low: { min: [-50, 0], max: [20, 20] },
        little: { min: [-1, 0], max: [21, 20] }
      })
    ).toMatchObject([
      { name: 'high', side: 'above', value: 900, bound: 20 },
      { name: 'low', side: 'below', value: -50, bound: 0 }
    ]);
  });

  test('finds categories that the reference has not, and no missing bin', () => {
    const segment = (key: string, primary: number, reference: number) => ({
      bin: key === '' ? { kind: 'missing' as const } : { kind: 'category' as const, key },
      label: key,
      start: null,
      end: null,
      primary,
      reference,
      primaryShare: primary / 100,
      referenceShare: reference / 100,
      psi: 0,
      primaryMetric: null,
      referenceMetric: null
    });
    const answer: SegmentsAnswer = {
      dimension: 'city',
      dataType: 'categorical',
      totals: { primary: 100, reference: 100 },
      psi: 0,
      segments: [
        segment('s:a', 90, 100),
        segment('s:b', 3, 0),
        segment('s:c', 5, 0),
        segment('', 2, 0)
      ]
    };
    const [trouble] = find({}, [answer]);
    expect(trouble).toMatchObject({ kind: 'newCategories', name: 'city', share: 0.08 });
    expect(trouble?.kind === 'newCategories' && trouble.found.map(({ label }) => label)).toEqual([
      's:c',
      's:b'
    ]);
    expect(find({}, [{ ...answer, totals: { primary: 100, reference: null } }])).toEqual([]);
  });

  test('counts rows without a time and vectors that are missing, but not data without either', () => {
    const { primary, reference } = SESSION.datasets;
    const session = {
      ...SESSION,
      datasets: {
        ...SESSION.datasets,
        primary: primary && { ...primary, rowsWithoutTime: 7 },
        reference: reference && { ...reference, startTime: null, rowsWithoutTime: 1000 }
      },
      embeddings: [
        {
          name: 'image',
          kind: 'feature' as const,
          length: 4,
          hasText: false,
          hasLink: false,
          vectorCounts: { primary: 1790, reference: 0, corpus: 0 }
        }
      ]
    };
    expect(find({}, [], session)).toEqual([
      { kind: 'withoutVector', name: 'image', role: 'primary', count: 7, total: 1797 },
      { kind: 'withoutTime', role: 'primary', count: 7 }
    ]);
  });
});
