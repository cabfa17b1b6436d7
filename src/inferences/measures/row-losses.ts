import type { Metric, MetricOptions } from '../../contract/metrics.ts';
import type { Model } from '../model.ts';
import { areComparable, classesOf, findClass, findPositive } from './label-classes.ts';
import { scoresOf } from './score-columns.ts';
import { countRows, type SideRows } from './side-rows.ts';

/** How the mean loss of rows and the metric's value belong together. */
export interface LossScale {
  /** Losses are 0 or 1. */
  readonly isShare: boolean;
  /** Neither direction is good: a value farther from 0 is worse. */
  readonly isSigned: boolean;
  toValue(meanLoss: number): number;
}

export interface RowLosses extends LossScale {
  /** One per row, greater is worse; NaN for a row that the metric leaves out. */
  readonly losses: Float64Array;
}

/** A row's loss from its predicted and actual class, or from both scores. */
type LabelLoss = (predicted: number, actual: number) => number;
type ScoreLoss = (score: number, actual: number) => number;

const SHARE: LossScale = { isShare: true, isSigned: false, toValue: loss => 1 - loss };
const MEAN: LossScale = { isShare: false, isSigned: false, toValue: loss => loss };
const ROOT: LossScale = { ...MEAN, toValue: loss => Math.sqrt(Math.max(0, loss)) };
const SIGNED: LossScale = { ...MEAN, isSigned: true };

const SCORE_LOSSES = new Map<Metric, { scale: LossScale; loss: ScoreLoss }>([
  ['mae', { scale: MEAN, loss: (score, actual) => Math.abs(score - actual) }],
  ['rmse', { scale: ROOT, loss: (score, actual) => (score - actual) ** 2 }],
  [
    'mape',
    {
      scale: MEAN,
      loss: (score, actual) => Math.abs(score - actual) / Math.max(Math.abs(actual), Number.EPSILON)
    }
  ],
  ['bias', { scale: SIGNED, loss: (score, actual) => score - actual }]
]);

const PROBABILITY_LOSSES = new Map<Metric, ScoreLoss>([
  ['log_loss', (score, hit) => -Math.log(Math.max(hit === 1 ? score : 1 - score, Number.EPSILON))],
  ['brier', (score, hit) => (score - hit) ** 2]
]);

const wrong: LabelLoss = (predicted, actual) => (predicted === actual ? 0 : 1);

/**
 * Losses whose mean over rows is the metric, or tells it, for metrics of {@link isMeanOfRows}. Null where the metric has no value over these
 * rows.
 */
export function measureLosses(
  model: Model,
  metric: Metric,
  { label }: MetricOptions,
  rows: SideRows
): RowLosses | null {
  const ofScores = SCORE_LOSSES.get(metric);
  if (ofScores) {
    const { predicted, actual } = scoresOf(model, rows.side);
    return (
      predicted &&
      actual && {
        ...ofScores.scale,
        losses: mapRows(rows, row => ofScores.loss(predicted[row] ?? NaN, actual[row] ?? NaN))
      }
    );
  }
  const ofProbabilities = PROBABILITY_LOSSES.get(metric);
  if (ofProbabilities) {
    return loseByProbability(model, label, rows, ofProbabilities);
  }
  const classes = classesOf(model);
  const code = label === undefined ? null : findClass(classes, label);
  if (metric === 'accuracy') {
    return loseByLabel(model, rows, wrong);
  }
  if (metric === 'precision' && code !== null) {
    return loseByLabel(model, rows, (predicted, actual) =>
      predicted === code ? wrong(predicted, actual) : NaN
    );
  }
  if (metric === 'recall' && code !== null) {
    return loseByLabel(model, rows, (predicted, actual) =>
      actual === code ? wrong(predicted, actual) : NaN
    );
  }
  throw new TypeError(`Cannot measure losses by ${metric}: it is no mean over rows`);
}

/** Whether a metric is a mean over rows, or tells one. */
export function isMeanOfRows(metric: Metric, { label }: MetricOptions): boolean {
  return (
    metric === 'accuracy' ||
    SCORE_LOSSES.has(metric) ||
    PROBABILITY_LOSSES.has(metric) ||
    ((metric === 'precision' || metric === 'recall') && label !== undefined)
  );
}

function mapRows({ list, from, to }: SideRows, lose: (row: number) => number): Float64Array {
  const losses = new Float64Array(to - from);
  for (let i = from; i < to; i++) {
    losses[i - from] = lose(list?.[i] ?? i);
  }
  return losses;
}

function loseByLabel(model: Model, rows: SideRows, loss: LabelLoss): RowLosses | null {
  const classes = classesOf(model);
  const predicted = classes.predicted[rows.side];
  const actual = classes.actual[rows.side];
  if (!predicted || !actual || countRows(rows) === 0) {
    return null;
  }
  const seen = new Uint8Array(classes.count);
  const losses = mapRows(rows, row => {
    const guess = predicted[row] ?? -1;
    const truth = actual[row] ?? -1;
    if (guess < 0 || truth < 0) {
      return NaN;
    }
    seen[guess] = 1;
    seen[truth] = 1;
    return loss(guess, truth);
  });
  const used = Array.from(seen.keys()).filter(code => seen[code] === 1);
  return areComparable(classes, used) ? { ...SHARE, losses } : null;
}

function loseByProbability(
  model: Model,
  label: string | undefined,
  rows: SideRows,
  loss: ScoreLoss
): RowLosses | null {
  const classes = classesOf(model);
  const positive = findPositive(classes, label);
  const actual = classes.actual[rows.side];
  const { predicted } = scoresOf(model, rows.side);
  if (!actual || !predicted || positive === null) {
    return null;
  }
  let outside = 0;
  const losses = mapRows(rows, row => {
    const truth = actual[row] ?? -1;
    const score = predicted[row] ?? NaN;
    if (truth < 0 || Number.isNaN(score)) {
      return NaN;
    }
    outside += score >= 0 && score <= 1 ? 0 : 1;
    return loss(score, truth === positive ? 1 : 0);
  });
  return outside === 0 ? { ...MEAN, losses } : null;
}
