import type { TraceSummary } from '../../contract/traces.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
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
          <div key={name}>
            <dt>{name}</dt>
            <dd className={isBad ? 'bad' : undefined}>{value}</dd>
          </div>
        ))}
      </dl>
      <LatencyBars histogram={summary.histogram} onNarrow={onNarrow} />
    </section>
  );
}

function LatencyBars({
  histogram: { edges, counts, errors },
  onNarrow
}: {
  histogram: TraceSummary['histogram'];
  onNarrow: (fromUs: number, toUs: number) => void;
}) {
  const t = useTranslate(TRACES_MESSAGES);
  const format = useFormat();
  const most = Math.max(1, ...counts);
  const [first, last] = [edges[0], edges.at(-1)];
  if (first === undefined || last === undefined || counts.length === 0) {
    return null;
  }
  return (
    <div className="latency-bars">
      <div role="group" aria-label={t('latency')}>
        {counts.map((count, i) => {
          const [from = 0, to = 0, bad = 0] = [edges[i], edges[i + 1], errors[i]];
          const label = t('latencyBar', {
            from: formatLatency(format, from),
            to: formatLatency(format, to),
            count,
            errors: bad
          });
          return (
            <button
              key={from}
              type="button"
              aria-label={label}
              title={label}
              disabled={count === 0}
              onClick={() => onNarrow(from, to)}
            >
              <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
                <rect x="0" y={1 - count / most} width="1" height={count / most} />
                <rect className="bad" x="0" y={1 - bad / most} width="1" height={bad / most} />
              </svg>
            </button>
          );
        })}
      </div>
      <p className="muted" aria-hidden="true">
        <span>{formatLatency(format, first)}</span>
        <span>{formatLatency(format, last)}</span>
      </p>
    </div>
  );
}
