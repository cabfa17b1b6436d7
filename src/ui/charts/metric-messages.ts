import type { Metric, MetricKind } from '../../contract/metrics.ts';

/** Names of the metrics as they stand over a chart. */
export const METRIC_MESSAGES = {
  count: 'Count',
  cardinality: 'Cardinality',
  percent_empty: '% empty',
  mean: 'Mean',
  sum: 'Sum',
  min: 'Minimum',
  max: 'Maximum',
  p01: 'p01',
  p25: 'p25',
  p50: 'Median',
  p75: 'p75',
  p99: 'p99',
  psi: 'PSI',
  kl_divergence: 'KL divergence',
  js_distance: 'JS distance',
  wasserstein: 'Wasserstein',
  kolmogorov_smirnov: 'Kolmogorov–Smirnov',
  chi_square: 'Chi-square',
  total_variation: 'Total variation',
  euclidean_distance: 'Euclidean distance',
  cosine_distance: 'Cosine distance',
  mmd: 'MMD',
  domain_auc: 'Domain AUC',
  query_distance: 'Query distance',
  accuracy: 'Accuracy',
  precision: 'Precision',
  recall: 'Recall',
  f1: 'F1',
  log_loss: 'Log loss',
  auc: 'ROC AUC',
  brier: 'Brier score',
  mae: 'Mean absolute error',
  rmse: 'RMSE',
  mape: 'MAPE',
  r2: 'R²',
  bias: 'Bias',
  ndcg: 'NDCG',
  precision_at_k: 'Precision at k',
  reciprocal_rank: 'Reciprocal rank',
  hit_rate: 'Hit rate'
} as const satisfies Record<Metric, string>;

export const METRIC_KIND_MESSAGES = {
  drift: 'Drift',
  embedding: 'Embedding drift',
  quality: 'Data quality',
  performance: 'Performance',
  retrieval: 'Retrieval'
} as const satisfies Record<MetricKind, string>;
