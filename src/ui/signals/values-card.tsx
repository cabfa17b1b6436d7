import type { Metric, SignalsAnswer } from '../../contract/metrics.ts';
import { METRIC_FACTS } from '../../contract/metrics.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { formatMetric } from '../charts/format-metric.ts';
import { METRIC_MESSAGES } from '../charts/metric-messages.ts';
import { DatasetMark } from '../parts/dataset-mark.tsx';
import { SIGNALS_MESSAGES } from './signals-messages.ts';
import { formatDifference } from './signals-table.tsx';

/** What is measured of one column, in both data sets. */
export function ValuesCard({
  answer,
  kind,
  names,
  isStale
}: {
  answer: SignalsAnswer | undefined;
  kind: 'dimension' | 'embedding';
  names: { primary: string; reference: string };
  isStale: boolean;
}) {
  const t = useTranslate(SIGNALS_MESSAGES);
  const signal = answer?.signals.find(one => one.kind === kind);
  const rows = (answer?.metrics ?? [])
    .map((metric, i): ValueRow => {
      const [primary, reference] = signal?.values[i] ?? [null, null];
      return { metric, primary, reference };
    })
    // Distinct values of a column of floats are not counted, for instance.
    .filter(({ primary, reference }) => primary !== null || reference !== null);
  const groups = [
    rows.filter(({ metric }) => METRIC_FACTS[metric].against === null),
    rows.filter(({ metric }) => METRIC_FACTS[metric].against !== null)
  ].filter(group => group.length > 0);
  return (
    <section className="values chart-card" aria-label={t('values')} data-stale={isStale}>
      <header className="chart-head">
        <h3>{t('values')}</h3>
      </header>
      <div className="values-tables">
        {groups.map(group => (
          <ValuesTable key={group[0]?.metric} rows={group} names={names} isTime={signal?.isTime} />
        ))}
      </div>
    </section>
  );
}

interface ValueRow {
  metric: Metric;
  primary: number | null;
  reference: number | null;
}

function ValuesTable({
  rows,
  names,
  isTime
}: {
  rows: readonly ValueRow[];
  names: { primary: string; reference: string };
  isTime: boolean | undefined;
}) {
  const t = useTranslate(SIGNALS_MESSAGES);
  const metricName = useTranslate(METRIC_MESSAGES);
  const format = useFormat();
  const isCompared = rows.some(({ reference }) => reference !== null);
  const differenceOf = ({ metric, primary, reference }: ValueRow) =>
    formatDifference(
      metric,
      primary === null || reference === null ? null : primary - reference,
      format,
      isTime
    );
  return (
    <table className="values-table">
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">{t('metric')}</span>
          </th>
          <th scope="col" title={names.primary}>
            <DatasetMark role="primary" size={9} /> {names.primary}
          </th>
          {isCompared && (
            <>
              <th scope="col" title={names.reference}>
                <DatasetMark role="reference" size={9} /> {names.reference}
              </th>
              <th scope="col">{t('difference')}</th>
            </>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={row.metric}>
            <th scope="row">{metricName(row.metric)}</th>
            <td>{formatMetric(row.metric, row.primary, format, isTime)}</td>
            {isCompared && (
              <>
                <td>{formatMetric(row.metric, row.reference, format, isTime)}</td>
                <td>{differenceOf(row)}</td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
