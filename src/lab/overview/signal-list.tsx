import { placeOfSignal, SIGNALS_PLACE } from './app-place.ts';
import type { OverviewProps } from './overview-body.tsx';
import { RowList } from './row-list.tsx';
import { SectionHead } from './section-head.tsx';
import type { SignalRow } from './signal-rows.ts';
import { toSparkPaths } from './spark-path.ts';

/** More are behind the heading. */
const SHOWN = 6;

const SPARK_WIDTH = 56;
const SPARK_HEIGHT = 18;

/** What moved: alerts first, each with its series and its value. */
export function SignalList({ entry, content, amounts, actions, trans }: OverviewProps) {
  const { signals } = content;
  const alerts = signals?.filter(({ isAlert }) => isAlert).length ?? 0;
  return (
    <section className="phoenix-Overview-part" aria-busy={signals === undefined}>
      <SectionHead
        title={trans.__('Signals')}
        note={alerts === 0 ? '' : trans._n('%1 alert', '%1 alerts', alerts)}
        isBad={alerts > 0}
        openLabel={trans.__('Open all signals')}
        onOpen={() => actions.openAt(entry.id, SIGNALS_PLACE)}
      />
      {signals === undefined ? (
        <p className="phoenix-Overview-note">{trans.__('Measuring…')}</p>
      ) : signals.length === 0 ? (
        <p className="phoenix-Overview-note">{trans.__('Nothing to measure in these columns.')}</p>
      ) : (
        <RowList
          label={trans.__('Signals')}
          className="phoenix-Signals"
          openLabel={trans.__('Open this signal')}
          rows={signals.slice(0, SHOWN).map(signal => ({
            key: `${signal.metric}/${signal.name}`,
            tooltip: trans.__('%1: Enter or a double click opens it', signal.name),
            content: (
              <SignalContent
                signal={signal}
                value={signal.value === null ? '–' : amounts.metric(signal.metric, signal.value)}
                metric={nameMetric(signal.metric, trans)}
                alert={signal.isAlert ? trans.__('alert') : undefined}
              />
            ),
            open: () => actions.openAt(entry.id, placeOfSignal(signal.name, signal.metric))
          }))}
        />
      )}
    </section>
  );
}

function SignalContent({
  signal: { name, values, alerts },
  value,
  metric,
  alert
}: {
  signal: SignalRow;
  value: string;
  metric: string;
  alert: string | undefined;
}) {
  const paths = toSparkPaths(values, alerts, SPARK_WIDTH, SPARK_HEIGHT);
  return (
    <>
      <span className="phoenix-Row-name">
        <span>{name}</span> <small>{metric}</small>
      </span>
      <svg
        width={SPARK_WIDTH}
        height={SPARK_HEIGHT}
        viewBox={`0 0 ${SPARK_WIDTH} ${SPARK_HEIGHT}`}
        aria-hidden="true"
      >
        <path className="phoenix-Spark-line" d={paths.line} />
        <path className="phoenix-Spark-alert" d={paths.alerts} />
      </svg>
      <span className="phoenix-Row-number">{value}</span>
      <span className="phoenix-Row-mark">
        {alert !== undefined && (
          <span role="img" aria-label={alert}>
            ◆
          </span>
        )}
      </span>
    </>
  );
}

function nameMetric(metric: SignalRow['metric'], trans: OverviewProps['trans']): string {
  switch (metric) {
    case 'psi':
      return trans.__('PSI');
    case 'euclidean_distance':
      return trans.__('distance');
    case 'percent_empty':
      return trans.__('empty');
    default:
      return metric;
  }
}
