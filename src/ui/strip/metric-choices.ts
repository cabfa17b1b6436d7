import {
  isMetric,
  METRIC_FACTS,
  METRICS,
  type Metric,
  type MetricKind
} from '../../contract/metrics.ts';
import type { Dimension, SessionState } from '../../contract/session.ts';

/** A metric, and the dimension it is measured on where that is not the subject in view. */
export interface Measured {
  metric: Metric;
  dimension?: string | undefined;
}

/** `psi`, or `mean:amount`: as it stands in the view-state. A name may hold colons; a metric never does. */
export function writeMeasured({ metric, dimension }: Measured): string {
  return dimension === undefined ? metric : `${metric}:${dimension}`;
}

export function readMeasured(written: string | undefined): Measured | undefined {
  const [, metric = '', dimension] = /^([^:]*)(?::(.*))?$/s.exec(written ?? '') ?? [];
  return isMetric(metric) ? { metric, ...(dimension !== undefined && { dimension }) } : undefined;
}

/** What the choices are for. */
export type ChoiceSubject =
  { kind: 'all' } | { kind: 'dimension'; dataType: Dimension['dataType'] } | { kind: 'embedding' };

export interface DataFacts {
  /** A reference data set, or a period of the primary in its place. */
  hasReference: boolean;
  hasCorpus: boolean;
}

export function factsOf(session: SessionState, baseline: unknown): DataFacts {
  return {
    hasReference: session.datasets.reference !== null || (baseline ?? null) !== null,
    hasCorpus: session.datasets.corpus !== null
  };
}

/** The metrics that say something of a subject with the data at hand, in the order of the contract. */
export function metricsFor(subject: ChoiceSubject, facts: DataFacts): Metric[] {
  return METRICS.filter(metric => {
    const { on, against } = METRIC_FACTS[metric];
    if (
      (against === 'reference' && !facts.hasReference) ||
      (against === 'corpus' && !facts.hasCorpus)
    ) {
      return false;
    }
    switch (subject.kind) {
      case 'all':
        return on !== 'model';
      case 'dimension':
        return on === 'any' || on === subject.dataType;
      case 'embedding':
        return on === 'embedding';
    }
  });
}

/** Metrics of the model as a whole: those of predictions with actuals, and of retrieval with a corpus. */
export function modelMetrics(session: SessionState): Metric[] {
  const { dimensions, datasets, embeddings } = session;
  const has = (type: Dimension['type'], dataType: Dimension['dataType']) =>
    dimensions.some(dimension => dimension.type === type && dimension.dataType === dataType);
  const classes = has('prediction', 'categorical') && has('actual', 'categorical');
  const numbers = has('prediction', 'numeric') && has('actual', 'numeric');
  const scores = classes && has('prediction', 'numeric');
  const needs = new Map<Metric, boolean>([
    ['log_loss', scores],
    ['auc', scores],
    ['brier', scores],
    ...(['accuracy', 'precision', 'recall', 'f1'] as const).map((metric): [Metric, boolean] => [
      metric,
      classes
    ]),
    ...(['mae', 'rmse', 'mape', 'r2', 'bias'] as const).map((metric): [Metric, boolean] => [
      metric,
      numbers && !classes
    ])
  ]);
  const retrieves = datasets.corpus !== null && embeddings.some(({ kind }) => kind === 'prompt');
  return METRICS.filter(metric =>
    METRIC_FACTS[metric].kind === 'retrieval' ? retrieves : (needs.get(metric) ?? false)
  );
}

/** What the strip over a map offers: distances of its embedding, the model's metrics, the means of its numbers. */
export function choicesForMap(session: SessionState, facts: DataFacts): Measured[] {
  return [
    ...metricsFor({ kind: 'embedding' }, facts).map(metric => ({ metric })),
    ...modelMetrics(session).map(metric => ({ metric })),
    { metric: 'count' },
    ...session.dimensions
      .filter(({ dataType }) => dataType === 'numeric')
      .map(({ name }): Measured => ({ metric: 'mean', dimension: name }))
  ];
}

const KIND_ORDER: readonly MetricKind[] = [
  'drift',
  'embedding',
  'performance',
  'retrieval',
  'quality'
];

/** Choices under the kinds of their metrics, drift first; kinds without a choice are left out. */
export function groupChoices(
  choices: readonly Measured[]
): { kind: MetricKind; choices: Measured[] }[] {
  return KIND_ORDER.map(kind => ({
    kind,
    choices: choices.filter(({ metric }) => METRIC_FACTS[metric].kind === kind)
  })).filter(group => group.choices.length > 0);
}
