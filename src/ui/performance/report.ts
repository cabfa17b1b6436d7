import {
  PERFORMANCE_METRICS,
  type ClassificationReport,
  type PerformanceAnswer,
  type PerformanceMetric,
  type RegressionReport
} from '../../contract/metrics.ts';

export type Report = ClassificationReport | RegressionReport;

/** The metrics that have a value in one of the reports, in the order of the contract. */
export function metricsOf({ primary, reference }: PerformanceAnswer): PerformanceMetric[] {
  return PERFORMANCE_METRICS.filter(metric =>
    [primary, reference].some(report => typeof report?.metrics[metric] === 'number')
  );
}

/** Every class that is listed on either side, in the order of primary. */
export function labelsOf({ primary, reference }: PerformanceAnswer): string[] {
  const labels = [primary, reference].flatMap(report =>
    report?.task === 'classification' ? report.classes.map(({ label }) => label) : []
  );
  return [...new Set(labels)];
}
