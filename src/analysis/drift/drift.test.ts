import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import golden from '../../testing/golden/drift.json' with { type: 'json' };
import { codeByBins, createNumberBins } from '../binning/bin-numbers.ts';
import { DECILES, findBreaks } from '../binning/find-breaks.ts';
import { selectQuantiles } from '../quality/select-quantiles.ts';
import { createRandom } from '../random.ts';
import { measureChiSquare, measureTotalVariation } from './compare-counts.ts';
import { measureKolmogorovSmirnov, measureWasserstein } from './compare-sorted.ts';
import { measureDivergences, measurePsi, measurePsiParts } from './divergences.ts';
import { drawHypergeometric } from './draw-hypergeometric.ts';
import { testCounts, testSorted } from './permutation-test.ts';

/** As near as 1e-9 of the larger. */
function expectNear(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(
    1e-9 * Math.max(Math.abs(expected), 1e-3)
  );
}

function sort(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort();
}

function countBins(values: readonly number[], breaks: Float64Array): Float64Array {
  const bins = createNumberBins(breaks);
  const codes = new Uint8Array(values.length);
  codeByBins(bins, Float64Array.from(values), values.length, codes);
  const counts = new Float64Array(breaks.length + 1);
  codes.forEach(code => counts[code]++);
  return counts;
}

describe.each(golden.samples)('$name, as scipy measures it', sample => {
  const breaks = findBreaks(selectQuantiles(Float64Array.from(sample.b), sample.b.length, DECILES));

  test('breaks and bins', () => {
    expect(Array.from(breaks)).toEqual(sample.breaks);
    expect(Array.from(countBins(sample.a, breaks))).toEqual(sample.counts[0]);
    expect(Array.from(countBins(sample.b, breaks))).toEqual(sample.counts[1]);
  });

  test('divergences', () => {
    const [p, q] = sample.counts.map(counts => Float64Array.from(counts));
    const found = measureDivergences(p, q);
    expectNear(found.psi, sample.divergences.psi);
    expectNear(found.klDivergence, sample.divergences.klDivergence);
    expectNear(found.jsDistance, sample.divergences.jsDistance);
  });

  test('distances of the samples', () => {
    expectNear(measureWasserstein(sort(sample.a), sort(sample.b)), sample.wasserstein);
    expectNear(measureKolmogorovSmirnov(sort(sample.a), sort(sample.b)), sample.kolmogorovSmirnov);
  });
});

test.each(golden.tables)('tables of counts, as scipy measures them', table => {
  const [a, b] = table.counts.map(counts => Float64Array.from(counts));
  expectNear(measureChiSquare(a, b), table.chiSquare);
  expectNear(measureTotalVariation(a, b), table.totalVariation);
  expectNear(measureDivergences(a, b).psi, table.divergences.psi);
  expectNear(measureDivergences(a, b).jsDistance, table.divergences.jsDistance);
});

const pair = fc
  .integer({ min: 1, max: 30 })
  .chain(length =>
    fc.tuple(
      fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: length, maxLength: length }),
      fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: length, maxLength: length })
    )
  )
  .map(([a, b]) => [Float64Array.from(a), Float64Array.from(b)] as const);

test('PSI is symmetric, never negative, and the sum of its parts; JS is at most √ln 2', () => {
  fc.assert(
    fc.property(pair, ([a, b]) => {
      const { psi, jsDistance, klDivergence } = measureDivergences(a, b);
      expect(psi).toBeGreaterThanOrEqual(0);
      expect(klDivergence).toBeGreaterThanOrEqual(0);
      expectNear(measureDivergences(b, a).psi, psi);
      expectNear(measurePsi(a, b), psi);
      expectNear(
        measurePsiParts(a, b).reduce((sum, part) => sum + part, 0),
        psi
      );
      expect(jsDistance).toBeLessThanOrEqual(Math.sqrt(Math.LN2));
      expect(measureDivergences(a, a).psi).toBe(0);
    })
  );
});

describe('G3', () => {
  const steps = Array.from({ length: 6 }, (_, n) => n);
  const psiOf = (counts: (values: number[]) => number[], reference: number[]) =>
    steps.map(n => {
      const primary = Float64Array.from(counts(Array.from({ length: n }, (_, i) => i)));
      return Number(
        measureDivergences(primary, Float64Array.from(counts(reference))).psi.toFixed(4)
      );
    });
  const reference = [-1, 0, 1, 2, 3];
  const withMissing = (values: number[], breaks: number[], missing: number) => [
    ...countBins(values, Float64Array.from(breaks)),
    missing
  ];

  test('edges −∞, 1, 2, ∞', () => {
    const psi = psiOf(
      values => withMissing(values, [1, 2], values === reference ? 2 : 0),
      reference
    );
    expect(psi).toEqual([0.0276, 0.0956, 0.2085, 0.1321, 0.1715, 0.2474]);
  });

  test('quartiles of the reference', () => {
    const quartiles = [0, 0.25, 0.5, 0.75, 1];
    const breaks = findBreaks(selectQuantiles(Float64Array.from(reference), 5, quartiles));
    expect(Array.from(breaks)).toEqual([0, 1, 2]);
    const psi = psiOf(
      values => withMissing(values, [0, 1, 2], values === reference ? 2 : 0),
      reference
    );
    expect(psi).toEqual([0.0405, 0.1831, 0.2519, 0.1662, 0.1911, 0.2542]);
  });

  test('categories', () => {
    // −1 0 1 2 3, missing, the empty string, and 4.
    const psi = psiOf(
      values => [
        ...[-1, 0, 1, 2, 3].map(each => (values.includes(each) ? 1 : 0)),
        values === reference ? 1 : 0,
        values === reference ? 1 : 0,
        values.includes(4) ? 1 : 0
      ],
      reference
    );
    expect(psi).toEqual([0, 0.0743, 0.11, 0.1188, 0.108, 0.1777]);
  });
});

describe('permutation tests', () => {
  test('draws of the hypergeometric distribution have its mean and variance', () => {
    const random = createRandom(7);
    const [good, bad, draws, n] = [300, 700, 200, 20_000];
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const drawn = drawHypergeometric(random, good, bad, draws);
      sum += drawn;
      squares += drawn * drawn;
    }
    const mean = (draws * good) / (good + bad);
    const variance = (mean * (bad / 1000) * (1000 - draws)) / 999;
    expect(Math.abs(sum / n - mean)).toBeLessThan(5 * Math.sqrt(variance / n));
    expect((squares / n - (sum / n) ** 2) / variance).toBeCloseTo(1, 1);
  });

  test('drawn counts stay inside of what there is', () => {
    const random = createRandom(3);
    fc.assert(
      fc.property(fc.nat(50), fc.nat(50), fc.nat(100), (good, bad, wanted) => {
        const draws = Math.min(wanted, good + bad);
        const drawn = drawHypergeometric(random, good, bad, draws);
        expect(drawn).toBeGreaterThanOrEqual(Math.max(0, draws - bad));
        expect(drawn).toBeLessThanOrEqual(Math.min(draws, good));
      })
    );
  });

  test('the same rows are not told apart, other ones are, and a seed repeats itself', () => {
    const random = createRandom(5);
    const draw = (shift: number) => sort(Array.from({ length: 200 }, () => random() + shift));
    const [a, b, c] = [draw(0), draw(0), draw(0.5)];
    const times = { count: 199, seed: 1 };
    expect(testSorted(a, c, measureWasserstein, times)).toBe(1 / 200);
    expect(testSorted(a, b, measureWasserstein, times)).toBeGreaterThan(0.02);
    const counts = (values: Float64Array) =>
      countBins(Array.from(values), Float64Array.of(0.25, 0.5, 0.75, 1));
    const psi = (p: Float64Array, q: Float64Array) => measureDivergences(p, q).psi;
    expect(testCounts(counts(a), counts(c), psi, times)).toBe(1 / 200);
    expect(testCounts(counts(a), counts(a), psi, times)).toBe(1);
    expect(testCounts(counts(a), counts(b), psi, times)).toBe(
      testCounts(counts(a), counts(b), psi, times)
    );
  });

  test('p-values of samples from one distribution are spread evenly', () => {
    const random = createRandom(11);
    const draw = () => {
      const counts = new Float64Array(6);
      for (let i = 0; i < 300; i++) counts[Math.floor(random() * 6)]++;
      return counts;
    };
    const values = Array.from({ length: 400 }, (_, seed) =>
      testCounts(draw(), draw(), measureChiSquare, { count: 99, seed })
    );
    for (const share of [0.1, 0.5, 0.9]) {
      expect(values.filter(value => value <= share).length / 400).toBeCloseTo(share, 1);
    }
  });
});
