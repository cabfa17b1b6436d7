import { useMemo, useState } from 'react';
import { type EmbeddingMetric, METRIC_FACTS } from '../../contract/metrics.ts';
import type { Embedding, SessionState } from '../../contract/session.ts';
import { metricOf } from '../../contract/signal-questions.ts';
import { useKeys } from '../app/keyboard-context.tsx';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useSignals } from '../app/queries.ts';
import { useNavigation } from '../app/view-state-context.tsx';
import { ChartCard } from '../charts/chart-card.tsx';
import { formatMetric } from '../charts/format-metric.ts';
import { METRIC_MESSAGES } from '../charts/metric-messages.ts';
import { metricCall } from '../charts/python-calls.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { Icon } from '../parts/icon.tsx';
import { useCopy } from '../parts/use-copy.ts';
import { hasVectors } from '../shell/go-anywhere.tsx';
import { WherePanel } from '../rows/where-panel.tsx';
import { metricsFor } from '../strip/metric-choices.ts';
import { SignalStrip } from '../strip/signal-strip.tsx';
import { BaselineNote } from './baseline-note.tsx';
import { PageHead } from './page-head.tsx';
import { SeriesCard } from './series-card.tsx';
import { SIGNALS_MESSAGES } from './signals-messages.ts';
import { ThresholdPopover } from './threshold-popover.tsx';
import { usePageRange } from './use-page-range.ts';
import { useScopeRows } from './use-scope-rows.ts';
import { useSignalScope } from './use-signal-scope.ts';

const SERIES_PX = 132;
/** Vectors against vectors, or a model fitted per window: measured when asked for. */
const DEAR: ReadonlySet<string> = new Set<EmbeddingMetric>(['mmd', 'domain_auc']);

/** One embedding: how far its vectors went from the reference, by each distance, and the way to its map. */
export function EmbeddingPage({
  session,
  embedding
}: {
  session: SessionState;
  embedding: Embedding;
}) {
  const t = useTranslate(SIGNALS_MESSAGES);
  const format = useFormat();
  const metricName = useTranslate(METRIC_MESSAGES);
  const copy = useCopy();
  const { update, hrefOf } = useNavigation();
  const { name, kind, length } = embedding;
  const scope = useSignalScope(session);
  const { extent } = scope;
  const page = usePageRange(session, extent);
  useScopeRows(session, scope);
  const metrics = useMemo(() => metricsFor({ kind: 'embedding' }, scope.facts), [scope.facts]);
  const own = metricOf(scope.measured.metric, 'embedding');
  const metric = own && metrics.includes(own) ? own : (metrics[0] ?? null);
  const [asked, setAsked] = useState<ReadonlySet<string>>(new Set());
  const cheap = metrics.filter(each => !DEAR.has(each) || asked.has(each));
  const values = useSignals(
    cheap.length > 0 ? { metrics: cheap, dimensions: [name], ...scope.range } : undefined
  );
  const valueOf = (wanted: string) => {
    const i = values.data?.metrics.findIndex(each => each === wanted) ?? -1;
    return values.data?.signals.find(signal => signal.kind === 'embedding')?.values[i]?.[0];
  };
  useKeys([
    {
      keys: 'y',
      label: t('copyScope'),
      run: () => metric && void copy(metricCall(metric, name, scope.range))
    }
  ]);
  return (
    <div className="signals">
      {extent && metric && (
        <SignalStrip
          session={session}
          extent={extent}
          subject={name}
          name={name}
          choices={metrics.map(each => ({ metric: each }))}
          current={{ metric }}
          onChoose={({ metric: next }) => update({ metric: next })}
          onMoment={page.onMoment}
          actions={<ThresholdPopover metric={metric} dimension={name} />}
        />
      )}
      <PageHead
        session={session}
        scope={scope}
        name={name}
        type={kind}
        dataType="embedding"
        note={t('length', { count: length })}
        actions={
          hasVectors(embedding) && (
            <a
              className="button button-primary"
              href={hrefOf({ place: 'map', embedding: name, metric: metric ?? undefined })}
            >
              <Icon name="map" />
              <span>{t('openMapOf')}</span>
            </a>
          )
        }
      />
      <BaselineNote session={session} />
      <div className="page-scroll" tabIndex={-1}>
        {embedding.vectorCounts.primary === 0 && <p className="signals-note">{t('noVectors')}</p>}
        <div className="page-grid page-grid-even">
          {metrics
            .filter(each => each !== metric || !extent)
            .map(each => {
              const value = valueOf(each);
              const aside = value !== undefined && (
                <strong>{formatMetric(each, value, format)}</strong>
              );
              return DEAR.has(each) && !asked.has(each) ? (
                <ChartCard key={each} title={metricName(each)} height={SERIES_PX + 18}>
                  <div className="measure-first" style={{ height: SERIES_PX + 18 }}>
                    <ActionButton
                      label={t('measure')}
                      icon="signals"
                      kind="outline"
                      onPress={() => setAsked(now => new Set([...now, each]))}
                    />
                    <span className="muted">{t('measureHow')}</span>
                  </div>
                </ChartCard>
              ) : extent ? (
                <SeriesCard
                  key={each}
                  {...page}
                  dimension={name}
                  metric={each}
                  extent={extent}
                  height={SERIES_PX}
                  aside={aside}
                />
              ) : (
                <p key={each} className="chart-card embedding-value">
                  <span>{metricName(each)}</span>
                  {aside}
                  <span className="muted">
                    {METRIC_FACTS[each].against === 'corpus' ? 'corpus' : page.names.reference}
                  </span>
                </p>
              );
            })}
        </div>
      </div>
      <WherePanel range={scope.range} colorBy="dataset" />
    </div>
  );
}
