import { createClassCounter, type ClassCounts } from '../../analysis/performance/count-classes.ts';
import {
  areProbabilities,
  measureBrier,
  measureLogLoss
} from '../../analysis/performance/probabilities.ts';
import { gatherPairs, measureRegression } from '../../analysis/performance/regression.ts';
import { measureAuc, sortScores } from '../../analysis/performance/roc.ts';
import { scoreClass, scoreMacro } from '../../analysis/performance/score-classes.ts';
import { splitScores, type BinaryScores } from '../../analysis/performance/split-scores.ts';
import type { PerformanceMetric, Side } from '../../contract/metrics.ts';
import type { Model } from '../model.ts';
import { areComparable, classesOf, findClass, findPositive } from './label-classes.ts';
import type { Meter, MeterContext } from './meter.ts';
import { scoresOf } from './score-columns.ts';
import { countRows, type SideRows } from './side-rows.ts';
import { toFinite } from './to-finite.ts';

/**
 * Predictions against actuals (§4.6). Labels: accuracy is of rows with both, and null, as precision, recall and F1 are, where labels are no
 * text and no whole numbers or some of each. Probabilities: rows with an actual label and a score, which is that of the class that
 * `findPositive` gives. Regression: rows with both scores.
 */
export function createPerformanceMeter({ model, metric, options }: MeterContext): Meter {
  const measure = createMeasure(model, metric as PerformanceMetric, options.label);
  return {
    ofNothing: null,
    measure: rows => (countRows(rows) === 0 ? null : toFinite(measure(rows)))
  };
}

function createMeasure(
  model: Model,
  metric: PerformanceMetric,
  label: string | undefined
): (rows: SideRows) => number {
  switch (metric) {
    case 'accuracy':
    case 'precision':
    case 'recall':
    case 'f1': {
      const count = createLabelCounter(model);
      const code = label === undefined ? null : findClass(classesOf(model), label);
      return rows => scoreLabels(metric, count(rows), code);
    }
    case 'auc':
    case 'log_loss':
    case 'brier': {
      const split = createScoreSplitter(model, label);
      return rows => scoreProbabilities(metric, split(rows));
    }
    default:
      return rows => {
        const { predicted, actual } = scoresOf(model, rows.side);
        return predicted && actual
          ? measureRegression(gatherPairs(predicted, actual, rows))[metric]
          : NaN;
      };
  }
}

/** Counts of rows by class; null when labels are missing or cannot be scored. */
export function createLabelCounter(model: Model): (rows: SideRows) => ClassCounts | null {
  const classes = classesOf(model);
  const counters = new Map<Side, ReturnType<typeof createClassCounter>>();
  return rows => {
    const predicted = classes.predicted[rows.side];
    const actual = classes.actual[rows.side];
    if (!predicted || !actual) {
      return null;
    }
    let count = counters.get(rows.side);
    if (!count) {
      count = createClassCounter(predicted, actual, classes.count);
      counters.set(rows.side, count);
    }
    const counts = count(rows);
    return areComparable(classes, counts.classes) ? counts : null;
  };
}

/** Scores of the rows by whether they are of the positive class; null when that, labels or scores are missing. */
export function createScoreSplitter(
  model: Model,
  label: string | undefined
): (rows: SideRows) => BinaryScores | null {
  const classes = classesOf(model);
  const positive = findPositive(classes, label);
  return rows => {
    const actual = classes.actual[rows.side];
    const { predicted } = scoresOf(model, rows.side);
    return actual && predicted && positive !== null
      ? splitScores(actual, predicted, rows, positive)
      : null;
  };
}

export function scoreLabels(
  metric: 'accuracy' | 'precision' | 'recall' | 'f1',
  counts: ClassCounts | null,
  code: number | null
): number {
  if (!counts) {
    return NaN;
  }
  if (metric === 'accuracy') {
    return counts.right / counts.count;
  }
  if (code === null) {
    return scoreMacro(counts)[metric];
  }
  const at = counts.classes.indexOf(code);
  const { hits, predicted, support } = counts;
  // A class that neither side names among these rows has no share of anything.
  return at < 0 ? NaN : scoreClass(hits[at] ?? 0, predicted[at] ?? 0, support[at] ?? 0)[metric];
}

export function scoreProbabilities(
  metric: 'auc' | 'log_loss' | 'brier',
  scores: BinaryScores | null
): number {
  if (!scores) {
    return NaN;
  }
  if (metric === 'auc') {
    return measureAuc(sortScores(scores));
  }
  if (!areProbabilities(scores)) {
    return NaN;
  }
  return metric === 'brier' ? measureBrier(scores) : measureLogLoss(scores);
}
