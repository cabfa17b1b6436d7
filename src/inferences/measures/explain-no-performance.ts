import type { Model } from '../model.ts';

/** One sentence: which roles are missing for performance, and what to add. */
export function explainNoPerformance({ roles, datasets, frames }: Model): string {
  if (!datasets.primary?.rowCount && !datasets.reference?.rowCount) {
    return 'Cannot measure performance: no rows are loaded; launch with a primary data set';
  }
  const has = (name: string | null) =>
    name !== null && (frames.primary.columns.has(name) || frames.reference.columns.has(name));
  const [predictedLabel, actualLabel, predictedScore, actualScore] = [
    has(roles.predictionLabel),
    has(roles.actualLabel),
    has(roles.predictionScore),
    has(roles.actualScore)
  ];
  if (predictedLabel && actualLabel) {
    return 'Cannot measure performance: prediction and actual labels are of different types, or numbers with fractions, so no label can match; give both columns text or whole numbers, or name them as scores';
  }
  if (predictedScore && actualLabel) {
    return 'Cannot measure performance: it is not clear which of the actual labels the prediction score is the probability of; choose a label, or add prediction_label_column_name to the Schema';
  }
  if (predictedLabel) {
    return 'Cannot measure performance: there are prediction labels and no actual labels; add actual_label_column_name to the Schema';
  }
  if (actualLabel) {
    return 'Cannot measure performance: there are actual labels and no predictions; add prediction_label_column_name or prediction_score_column_name to the Schema';
  }
  if (predictedScore) {
    return 'Cannot measure performance: there are prediction scores and nothing to compare them with; add actual_label_column_name or actual_score_column_name to the Schema';
  }
  if (actualScore) {
    return 'Cannot measure performance: there are actual scores and no prediction scores; add prediction_score_column_name to the Schema';
  }
  return 'Cannot measure performance: there are neither predictions nor actuals; add prediction_label_column_name and actual_label_column_name, or the two score columns, to the Schema';
}
