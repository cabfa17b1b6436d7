import { table, type ColumnTable } from 'arquero';
import type {
  ClassificationReport,
  PerformanceAnswer,
  RegressionReport
} from '../contract/metrics.ts';

/** How right the model was, as tables. */
export interface Performance {
  /** One sentence when nothing can be measured, else null. */
  reason: string | null;
  /** Everything about one data set, as the server answers; null where nothing can be measured. */
  primary: ClassificationReport | RegressionReport | null;
  reference: ClassificationReport | RegressionReport | null;
  /** One row per `metric` with `primary` and `reference`; null where there is no value. */
  metrics: ColumnTable;
  /** Of a classification, by class, the largest first: `label`, `support` (rows), `predicted`, `precision`, `recall`, `f1`. */
  classes: ColumnTable | null;
  /** Of a classification: rows by `actual` and `predicted` class, one row per pair, in `rows`. */
  confusion: ColumnTable | null;
  /** With scores, by bin of the score: `low`, `high`, `rows`, `meanScore` and `rate`, the share of positives. */
  calibration: ColumnTable | null;
  /** Of a regression, prediction minus actual: `start`, `stop` and `rows`; the outer bins are open. */
  residuals: ColumnTable | null;
}

export function toPerformance({ reason, primary, reference }: PerformanceAnswer): Performance {
  const first = primary?.metrics ?? {};
  const second = reference?.metrics ?? {};
  const names = [
    ...new Set([...Object.keys(first), ...Object.keys(second)])
  ] as (keyof typeof first)[];
  const classes = primary?.task === 'classification' ? primary : null;
  return {
    reason,
    primary,
    reference,
    metrics: table({
      metric: names,
      primary: names.map(name => first[name] ?? null),
      reference: names.map(name => second[name] ?? null)
    }),
    classes:
      classes &&
      toTable(classes.classes, ['label', 'support', 'predicted', 'precision', 'recall', 'f1']),
    confusion: classes && toConfusion(classes),
    calibration: classes?.calibration
      ? toTable(classes.calibration, ['low', 'high', 'count', 'meanScore', 'rate']).rename({
          count: 'rows'
        })
      : null,
    residuals:
      primary?.task === 'regression'
        ? toTable(primary.residuals, ['start', 'end', 'count']).rename({
            end: 'stop',
            count: 'rows'
          })
        : null
  };
}

function toTable<Row extends object>(
  rows: readonly Row[],
  names: readonly (keyof Row & string)[]
): ColumnTable {
  return table(Object.fromEntries(names.map(name => [name, rows.map(row => row[name])])));
}

function toConfusion({ classes, confusion }: ClassificationReport): ColumnTable {
  const labels = classes.map(({ label }) => label);
  if (confusion.length > labels.length ** 2) {
    labels.push('(other)');
  }
  return table({
    actual: labels.flatMap(label => labels.map(() => label)),
    predicted: labels.flatMap(() => labels),
    rows: confusion
  });
}
