import type { TraceSummary } from '../../contract/traces.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { LatencyChart } from './latency-chart.tsx';
import { formatCost, formatLatency } from './span-numbers.ts';
import { TRACES_MESSAGES } from './traces-messages.ts';

/** The numbers of what the filter leaves, and how long spans took: a bar narrows the filter to its latencies. */
export function SummaryLine({
  summary,
  onNarrow
}: {
  summary: TraceSummary;
  onNarrow: (fromUs: number, toUs: number) => void;
}) {
  const t = useTranslate(TRACES_MESSAGES);
  const format = useFormat();
  const { latency, cost } = summary;
  const ofLatency = (us: number | undefined) =>
    us === undefined ? '–' : formatLatency(format, us);
  const numbers: [name: string, value: string, isBad?: boolean][] = [
    [t('spanCount'), format.number(summary.spans)],
    [t('traceCount'), format.number(summary.traces)],
    [t('errors'), format.number(summary.errors), summary.errors > 0],
    [t('tokens'), format.compact(summary.tokens.total)],
    [t('cost'), cost === null ? '–' : formatCost(format, cost)],
    [t('p50'), ofLatency(latency?.p50)],
    [t('p95'), ofLatency(latency?.p95)],
    [t('p99'), ofLatency(latency?.p99)]
  ];
  return (
    <section className="trace-summary" aria-label={t('numbers')}>
      <dl>
        {numbers.map(([name, value, isBad]) => (
          <div key={name} data-name={name}>
            <dt>{name}</dt>
            <dd className={isBad ? 'bad' : undefined}>{value}</dd>
          </div>
        ))}
      </dl>
      <LatencyChart summary={summary} onNarrow={onNarrow} />
    </section>
  );
}
