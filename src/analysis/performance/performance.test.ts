import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import golden from '../../testing/golden/performance.json' with { type: 'json' };
import { createRandom, drawNormal } from '../random.ts';
import { countConfusion, createClassCounter, type ClassCounts } from './count-classes.ts';
import { averageByDecile } from './deciles.ts';
import { areProbabilities, calibrate, measureBrier, measureLogLoss } from './probabilities.ts';
import { gatherPairs, measureRegression } from './regression.ts';
import { countResiduals } from './residuals.ts';
import { MAX_ROC_POINTS, measureAuc, sortScores, traceRoc } from './roc.ts';
import { scoreClass, scoreMacro } from './score-classes.ts';
import { splitScores, type BinaryScores } from './split-scores.ts';

const all = (count: number) => ({ list: null, from: 0, to: count });

function count(predicted: readonly number[], actual: readonly number[]): ClassCounts {
  const classes = Math.max(-1, ...predicted, ...actual) + 1;
  return createClassCounter(
    Int32Array.from(predicted),
    Int32Array.from(actual),
    classes
  )(all(actual.length));
}

function split(labels: readonly number[], scores: readonly number[]): BinaryScores {
  return splitScores(Int32Array.from(labels), Float64Array.from(scores), all(labels.length), 1);
}

function listScores(counts: ClassCounts): number[] {
  const { precision, recall, f1 } = scoreMacro(counts);
  return [precision, recall, f1];
}

/** Within 1e-9 of the greater of 1 and the expected number. */
function expectClose(value: number, expected: number | null): void {
  if (expected === null) {
    expect(value).toBeNaN();
  } else {
    expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
  }
}

describe('classification agrees with scikit-learn', () => {
  test.each(golden.classification)('$name', ({ predicted, actual, ...expected }) => {
    const counts = count(predicted, actual);
    expect(Array.from(counts.classes)).toEqual(expected.classes);
    expect(Array.from(counts.support)).toEqual(expected.support);
    expectClose(counts.right / counts.count, expected.accuracy);
    counts.classes.forEach((_, i) => {
      const scores = scoreClass(counts.hits[i], counts.predicted[i], counts.support[i]);
      expectClose(scores.precision, expected.precision[i]);
      expectClose(scores.recall, expected.recall[i]);
      expectClose(scores.f1, expected.f1[i]);
    });
    const { precision, recall, f1 } = scoreMacro(counts);
    [precision, recall, f1].forEach((value, i) => expectClose(value, expected.macro[i]));
    const size = counts.classes.length;
    const places = new Int32Array(20);
    counts.classes.forEach((code, i) => {
      places[code] = i;
    });
    const confusion = countConfusion(
      Int32Array.from(predicted),
      Int32Array.from(actual),
      all(actual.length),
      places,
      size
    );
    expect(Array.from(confusion)).toEqual(expected.confusion);
  });

  test('a counter starts anew for every set of rows', () => {
    const counter = createClassCounter(Int32Array.of(0, 1, 2, 0), Int32Array.of(0, 1, 1, -1), 3);
    const first = counter({ list: null, from: 1, to: 4 });
    expect([first.count, first.right, Array.from(first.classes)]).toEqual([2, 1, [1, 2]]);
    const second = counter({ list: Uint32Array.of(3, 0, 0), from: 0, to: 2 });
    expect([second.count, second.right, Array.from(second.classes)]).toEqual([1, 1, [0]]);
  });
});

describe('probabilities agree with scikit-learn', () => {
  test.each(golden.probabilities)('$name', ({ labels, scores, ...expected }) => {
    const sides = sortScores(split(labels, scores));
    expectClose(measureAuc(sides), expected.auc);
    expectClose(measureLogLoss(sides), expected.logLoss);
    expectClose(measureBrier(sides), expected.brier);
    const bins = calibrate(sides);
    const [means = [], rates = []] = expected.calibration;
    expect(bins).toHaveLength(means.length);
    bins.forEach(({ meanScore, rate }, i) => {
      expectClose(meanScore, means[i]);
      expectClose(rate, rates[i]);
    });
  });

  test.each(golden.probabilities.filter(({ roc }) => roc !== undefined))(
    '$name: every point of the curve is one of theirs',
    ({ labels, scores, roc }) => {
      const [falseRates = [], trueRates = []] = roc ?? [];
      const points = traceRoc(sortScores(split(labels, scores)));
      expect(points[0]).toEqual([0, 0]);
      expect(points.at(-1)).toEqual([1, 1]);
      expect(points.length).toBe(Math.min(points.length, MAX_ROC_POINTS));
      for (const [x, y] of points) {
        const isTheirs = falseRates.some(
          (rate, i) => Math.abs(rate - x) < 1e-9 && Math.abs(trueRates[i] - y) < 1e-9
        );
        expect(isTheirs).toBe(true);
      }
      if (falseRates.length <= MAX_ROC_POINTS) {
        expect(points).toHaveLength(falseRates.length);
      }
    }
  );

  test('rows without a label or a score are left out', () => {
    const { positives, negatives } = split([1, 1, -1, 0, 3], [0.9, NaN, 0.5, 0.1, 0.2]);
    expect(Array.from(positives)).toEqual([0.9]);
    expect(Array.from(negatives).sort()).toEqual([0.1, 0.2]);
  });

  test('areProbabilities() refuses what lies outside of 0 to 1', () => {
    expect(areProbabilities(split([1, 0], [1, 0]))).toBe(true);
    expect(areProbabilities(split([1, 0], [0.5, 1.0001]))).toBe(false);
    expect(areProbabilities(split([1, 0], [-1e-9, 0.5]))).toBe(false);
  });
});

describe('regression agrees with scikit-learn', () => {
  test.each(golden.regression)('$name', ({ predicted, actual, ...expected }) => {
    const pairs = gatherPairs(
      Float64Array.from(predicted),
      Float64Array.from(actual),
      all(actual.length)
    );
    const scores = measureRegression(pairs);
    for (const name of ['mae', 'rmse', 'mape', 'r2', 'bias'] as const) {
      expectClose(scores[name], expected[name]);
    }
    const deciles = averageByDecile(pairs);
    expect(deciles.map(decile => decile.count)).toEqual(expected.deciles.map(([size]) => size));
    deciles.forEach(({ meanActual, meanPrediction }, i) => {
      expectClose(meanActual, expected.deciles[i][1]);
      expectClose(meanPrediction, expected.deciles[i][2]);
    });
    const residuals = countResiduals(pairs);
    expectClose(residuals[0].start, expected.residualEdges[0]);
    expectClose(residuals[residuals.length - 1].end, expected.residualEdges[1]);
    expect(residuals.reduce((sum, bin) => sum + bin.count, 0)).toBe(actual.length);
  });

  test('rows without one of the scores are left out', () => {
    const pairs = gatherPairs(Float64Array.of(1, NaN, 3), Float64Array.of(1, 2, NaN), all(3));
    expect(Array.from(pairs.predictions)).toEqual([1]);
  });

  test('an infinite score leaves the histograms to the others', () => {
    const pairs = gatherPairs(
      Float64Array.of(1, 2, Infinity, 4),
      Float64Array.of(1, 1, 1, Infinity),
      all(4)
    );
    expect(averageByDecile(pairs)).toEqual([
      { low: 1, high: 1, count: 2, meanActual: 1, meanPrediction: 1.5 }
    ]);
    expect(measureRegression(pairs).mae).not.toBeLessThan(Infinity);
    expect(countResiduals(pairs)).toEqual([]);
  });
});

describe('what holds for all predictions', () => {
  const rows = fc.array(
    fc.record({ label: fc.integer({ min: 0, max: 1 }), score: fc.integer({ min: 0, max: 20 }) }),
    { minLength: 1, maxLength: 60 }
  );

  test('the AUC of flipped scores is what is missing to 1', () => {
    fc.assert(
      fc.property(rows, given => {
        const labels = given.map(({ label }) => label);
        const scores = given.map(({ score }) => score / 20);
        const auc = measureAuc(sortScores(split(labels, scores)));
        const flipped = measureAuc(
          sortScores(
            split(
              labels,
              scores.map(score => 1 - score)
            )
          )
        );
        if (Number.isNaN(auc)) {
          expect(flipped).toBeNaN();
        } else {
          expect(auc).toBeGreaterThanOrEqual(0);
          expect(auc + flipped).toBeCloseTo(1, 12);
        }
      })
    );
  });

  test('the order of rows does not matter', () => {
    fc.assert(
      fc.property(rows, fc.integer(), (given, seed) => {
        const random = createRandom(seed);
        const shuffled = given
          .map(row => ({ row, key: random() }))
          .sort((a, b) => a.key - b.key)
          .map(({ row }) => row);
        const [one, other] = [given, shuffled].map(each => {
          const predicted = each.map(({ score }) => score % 3);
          const actual = each.map(({ label }) => label);
          const numbers = gatherPairs(
            Float64Array.from(predicted),
            Float64Array.from(actual),
            all(each.length)
          );
          return [
            ...listScores(count(predicted, actual)),
            measureRegression(numbers).mae,
            measureLogLoss(
              split(
                actual,
                predicted.map(value => value / 3)
              )
            )
          ];
        });
        one.forEach((value, i) => expect(value).toBeCloseTo(other[i], 12));
      })
    );
  });

  test('shares lie between 0 and 1, and perfect predictions reach the end', () => {
    fc.assert(
      fc.property(rows, given => {
        const actual = given.map(({ label }) => label);
        for (const value of listScores(
          count(
            given.map(({ score }) => score % 4),
            actual
          )
        )) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
        expect(scoreMacro(count(actual, actual))).toEqual({ precision: 1, recall: 1, f1: 1 });
        const perfect = split(actual, actual);
        expect(measureBrier(perfect)).toBe(0);
        expect(measureLogLoss(perfect)).toBe(0);
      })
    );
  });

  test('a thinned curve still has nearly the whole area below it', () => {
    const random = createRandom(5);
    const labels = Array.from({ length: 5000 }, () => (random() < 0.3 ? 1 : 0));
    const scores = labels.map(label => label + drawNormal(random));
    const sides = sortScores(split(labels, scores));
    const points = traceRoc(sides);
    expect(points.length).toBeGreaterThan(150);
    expect(points.length).toBeLessThanOrEqual(MAX_ROC_POINTS);
    const area = points.slice(1).reduce((sum, [x, y], i) => {
      const [lastX, lastY] = points[i];
      return sum + ((x - lastX) * (y + lastY)) / 2;
    }, 0);
    expect(Math.abs(area - measureAuc(sides))).toBeLessThan(2e-4);
  });
});
