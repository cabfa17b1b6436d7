import type { TraceRow } from '../../contract/traces.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useNavigation } from '../app/view-state-context.tsx';
import { formatCost, formatLatency } from '../parts/format-span.ts';
import { HOME_MESSAGES } from './home-messages.ts';
import { FAILED, type TracesGlance } from './traces-glance.ts';

const SLOWEST = { column: 'latency', descending: true };

/** What the collector holds: how many traces, how many spans failed, how slow they are; and the traces that failed last, or were slowest. */
export function TracesCard({ glance: { summary, rows } }: { glance: TracesGlance }) {
  const t = useTranslate(HOME_MESSAGES);
  const format = useFormat();
  const { hrefOf } = useNavigation();
  const { errors, latency, cost } = summary;
  const all = { place: 'traces' as const };
  const numbers = [
    { name: t('traceCount'), value: format.number(summary.traces), href: hrefOf(all) },
    {
      name: t('failedSpans'),
      value: format.number(errors),
      href: hrefOf({ ...all, listing: 'spans', ...(errors > 0 && { filter: FAILED }) }),
      isBad: errors > 0
    },
    {
      name: t('p95'),
      value: latency ? formatLatency(format, latency.p95) : '–',
      href: hrefOf({ ...all, listing: 'spans', sort: SLOWEST })
    },
    {
      name: t('cost'),
      value: cost === null ? '–' : formatCost(format, cost),
      href: hrefOf({ ...all, sort: { column: 'cost', descending: true } })
    }
  ];
  return (
    <section className="home-traces" aria-labelledby="home-traces">
      <h2 id="home-traces">{t('traces')}</h2>
      <div className="card">
        <ul className="home-trace-numbers">
          {numbers.map(({ name, value, href, isBad }) => (
            <li key={name}>
              <a href={href}>
                <span className="muted">{name}</span>
                <strong className={isBad ? 'bad' : undefined}>{value}</strong>
              </a>
            </li>
          ))}
        </ul>
        <h3>{t(errors > 0 ? 'failedLast' : 'slowest')}</h3>
        <ol>
          {rows.map(trace => (
            <TraceLine key={trace.traceId} trace={trace} />
          ))}
        </ol>
      </div>
    </section>
  );
}

function TraceLine({ trace: { traceId, root } }: { trace: TraceRow }) {
  const format = useFormat();
  const { hrefOf } = useNavigation();
  const { name, statusMessage, statusCode, input, latencyUs, startUs } = root;
  return (
    <li className="home-trace">
      <a href={hrefOf({ place: 'traces', trace: traceId })}>{name}</a>
      <span className="muted">{(statusCode === 'ERROR' && statusMessage) || input}</span>
      <span>{latencyUs === null ? '–' : formatLatency(format, latencyUs)}</span>
      <time
        className="muted"
        dateTime={new Date(startUs / 1000).toISOString()}
        title={format.dateTime(startUs / 1000)}
      >
        {format.moment(startUs / 1000, Date.now())}
      </time>
    </li>
  );
}
