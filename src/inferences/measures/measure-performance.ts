import { countConfusion, type ClassCounts } from '../../analysis/performance/count-classes.ts';
import { averageByDecile } from '../../analysis/performance/deciles.ts';
import { areProbabilities, calibrate } from '../../analysis/performance/probabilities.ts';
import { gatherPairs, measureRegression } from '../../analysis/performance/regression.ts';
import { countResiduals } from '../../analysis/performance/residuals.ts';
import { sortScores, traceRoc } from '../../analysis/performance/roc.ts';
import { scoreClass } from '../../analysis/performance/score-classes.ts';
import {
  MAX_CLASSES,
  SIDES,
  type ClassificationReport,
  type ClassReport,
  type PerformanceAnswer,
  type PerformanceQuery,
  type RegressionReport
} from '../../contract/metrics.ts';
import type { Model } from '../model.ts';
import { explainNoPerformance } from './explain-no-performance.ts';
import { classesOf, findClass, findPositive } from './label-classes.ts';
import type { Rules } from './measures.ts';
import {
  createLabelCounter,
  createScoreSplitter,
  scoreLabels,
  scoreProbabilities
} from './performance-meter.ts';
import { scoresOf } from './score-columns.ts';
import { findRows, findSide, type SideRows } from './side-rows.ts';
import { toFinite } from './to-finite.ts';

type Report = ClassificationReport | RegressionReport;

/**
 * How good the predictions are, over the range of the primary rows and over all of the reference. Classification when both labels are there;
 * without a prediction label, what a score and the actual label tell; else regression when both scores are.
 */
export function measurePerformance(
  model: Model,
  rules: Rules,
  ask: PerformanceQuery
): PerformanceAnswer {
  const [primary = null, reference = null] = SIDES.map(name => {
    const side = findSide(model, rules, name);
    const rows = side && (name === 'primary' ? findRows(side, ask) : side.rows);
    return rows && report(model, rows, ask.label);
  });
  return {
    reason: primary || reference ? null : explainNoPerformance(model),
    primary,
    reference
  };
}

function report(model: Model, rows: SideRows, label: string | undefined): Report | null {
  const classes = classesOf(model);
  const actual = classes.actual[rows.side];
  const predicted = classes.predicted[rows.side];
  const scores = scoresOf(model, rows.side);
  const isRegression = scores.predicted !== null && scores.actual !== null;
  if (predicted && actual) {
    const counts = createLabelCounter(model)(rows);
    // Numbers with fractions are no labels; where they are scores as well, those say more.
    return counts || !isRegression
      ? reportClasses(model, rows, label, counts)
      : reportRegression(model, rows);
  }
  if (isRegression) {
    return reportRegression(model, rows);
  }
  return actual && scores.predicted && findPositive(classes, label) !== null
    ? reportClasses(model, rows, label, null)
    : null;
}

function reportClasses(
  model: Model,
  rows: SideRows,
  label: string | undefined,
  counts: ClassCounts | null
): ClassificationReport | null {
  const classes = classesOf(model);
  const code = label === undefined ? null : findClass(classes, label);
  const split = createScoreSplitter(model, label)(rows);
  const scores = split && sortScores(split);
  const scored = scores ? scores.positives.length + scores.negatives.length : 0;
  const positive = scores && findPositive(classes, label);
  if (!counts && !scores) {
    return null;
  }
  return {
    task: 'classification',
    count: counts?.count ?? scored,
    metrics: {
      accuracy: toFinite(scoreLabels('accuracy', counts, code)),
      precision: toFinite(scoreLabels('precision', counts, code)),
      recall: toFinite(scoreLabels('recall', counts, code)),
      f1: toFinite(scoreLabels('f1', counts, code)),
      log_loss: toFinite(scoreProbabilities('log_loss', scores)),
      auc: toFinite(scoreProbabilities('auc', scores)),
      brier: toFinite(scoreProbabilities('brier', scores))
    },
    ...listClasses(model, rows, counts),
    positive: positive === null ? null : (classes.labels[positive] ?? null),
    calibration: scores && scored > 0 && areProbabilities(scores) ? calibrate(scores) : null,
    roc:
      scores && scores.positives.length > 0 && scores.negatives.length > 0 ? traceRoc(scores) : null
  };
}

function listClasses(
  model: Model,
  rows: SideRows,
  counts: ClassCounts | null
): Pick<ClassificationReport, 'classes' | 'otherClasses' | 'confusion'> {
  const { labels, count, predicted, actual } = classesOf(model);
  const [guesses, truths] = [predicted[rows.side], actual[rows.side]];
  if (!counts || !guesses || !truths) {
    return { classes: [], otherClasses: 0, confusion: [] };
  }
  const at = (values: Uint32Array, i: number) => values[i] ?? 0;
  const order = Array.from(counts.classes.keys()).sort(
    (a, b) =>
      at(counts.support, b) - at(counts.support, a) ||
      at(counts.predicted, b) - at(counts.predicted, a) ||
      a - b
  );
  const shown = order.slice(0, MAX_CLASSES);
  const otherClasses = order.length - shown.length;
  const places = new Int32Array(count).fill(shown.length);
  shown.forEach((i, place) => {
    places[counts.classes[i] ?? 0] = place;
  });
  return {
    classes: shown.map((i): ClassReport => {
      const [hits, named, support] = [
        at(counts.hits, i),
        at(counts.predicted, i),
        at(counts.support, i)
      ];
      return {
        label: labels[counts.classes[i] ?? 0] ?? '',
        support,
        predicted: named,
        ...scoreClass(hits, named, support)
      };
    }),
    otherClasses,
    confusion: Array.from(
      countConfusion(guesses, truths, rows, places, shown.length + (otherClasses > 0 ? 1 : 0))
    )
  };
}

function reportRegression(model: Model, rows: SideRows): RegressionReport | null {
  const { predicted, actual } = scoresOf(model, rows.side);
  if (!predicted || !actual) {
    return null;
  }
  const pairs = gatherPairs(predicted, actual, rows);
  const { count, mae, rmse, mape, r2, bias } = measureRegression(pairs);
  return {
    task: 'regression',
    count,
    metrics: {
      mae: toFinite(mae),
      rmse: toFinite(rmse),
      mape: toFinite(mape),
      r2: toFinite(r2),
      bias: toFinite(bias)
    },
    residuals: countResiduals(pairs),
    deciles: averageByDecile(pairs)
  };
}
