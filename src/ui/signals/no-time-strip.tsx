import type { ReactNode } from 'react';
import type { Metric } from '../../contract/metrics.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { ChartCard } from '../charts/chart-card.tsx';
import { formatMetric, useMetricFormat } from '../charts/format-metric.ts';
import { MetricBars } from '../charts/metric-bars.tsx';
import { METRIC_MESSAGES } from '../charts/metric-messages.ts';
import { signalsCall } from '../charts/python-calls.ts';
import type { SignalLine } from './signal-lines.ts';
import { SIGNALS_MESSAGES } from './signals-messages.ts';

const BARS_PX = 96;

/** In place of the strip where the data has no times: one bar per column, in the order of the list. */
export function NoTimeStrip({
  lines,
  metric,
  current,
  chooser,
  onOpen
}: {
  lines: readonly SignalLine[];
  metric: Metric;
  current: string | undefined;
  chooser: ReactNode;
  onOpen: (line: SignalLine | undefined) => void;
}) {
  const t = useTranslate(SIGNALS_MESSAGES);
  const metricName = useTranslate(METRIC_MESSAGES);
  const format = useFormat();
  // Bars on one axis are of one metric; embeddings with their own would not compare.
  const bars = lines.filter(line => line.metric === metric && line.value !== null);
  const limits = new Set(bars.map(({ series }) => series?.limits?.upper ?? null));
  const [limit = null] = limits.size === 1 ? limits : [];
  const { formatValue, formatTick } = useMetricFormat(metric);
  const title = t('barsTitle', { metric: metricName(metric) });
  return (
    <div className="signal-strip" role="region" aria-label={title}>
      <ChartCard
        title={title}
        className="signal-strip-card"
        height={BARS_PX}
        head={
          <>
            {chooser}
            <span className="muted">{t('noTime')}</span>
          </>
        }
        python={signalsCall([metric])}
        numbers={{
          columns: [
            { label: t('name') },
            { label: metricName(metric), isNumber: true },
            { label: t('reference'), isNumber: true }
          ],
          rowCount: bars.length,
          readRow: i => [
            bars[i]?.name ?? '',
            formatMetric(metric, bars[i]?.value, format, bars[i]?.isTime),
            formatMetric(metric, bars[i]?.reference, format, bars[i]?.isTime)
          ]
        }}
      >
        <MetricBars
          bars={bars.map(({ name, value, alerts }) => ({ name, value, isAlert: alerts > 0 }))}
          limit={limit}
          height={BARS_PX}
          label={title}
          current={current}
          formatValue={formatValue}
          formatTick={formatTick}
          onPress={name => onOpen(bars.find(line => line.name === name))}
        />
      </ChartCard>
    </div>
  );
}
