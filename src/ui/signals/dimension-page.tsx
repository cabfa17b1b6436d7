import { useMemo } from 'react';
import type { Dimension, SessionState } from '../../contract/session.ts';
import { metricOf } from '../../contract/signal-questions.ts';
import { useKeys } from '../app/keyboard-context.tsx';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useSegments, useSignals } from '../app/queries.ts';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import { formatMetric } from '../charts/format-metric.ts';
import { segmentsCall } from '../charts/python-calls.ts';
import { Icon } from '../parts/icon.tsx';
import { FailureState } from '../parts/states.tsx';
import { useCopy } from '../parts/use-copy.ts';
import { hasVectors } from '../shell/go-anywhere.tsx';
import { WherePanel } from '../rows/where-panel.tsx';
import { metricsFor } from '../strip/metric-choices.ts';
import { SignalStrip } from '../strip/signal-strip.tsx';
import { BaselineNote } from './baseline-note.tsx';
import { keyOfBin } from './bins.ts';
import { DistributionCard } from './distribution-card.tsx';
import { PageHead } from './page-head.tsx';
import { SegmentsTable } from './segments-table.tsx';
import { QUANTILE_SPREADS, SeriesCard } from './series-card.tsx';
import { SIGNALS_MESSAGES } from './signals-messages.ts';
import { ThresholdPopover } from './threshold-popover.tsx';
import { usePageRange } from './use-page-range.ts';
import { useScopeRows } from './use-scope-rows.ts';
import { useSignalScope } from './use-signal-scope.ts';
import { ValuesCard } from './values-card.tsx';

const SERIES_PX = 122;

/** One column: how it lies in both data sets, which parts moved, how it went over time, and the rows behind each. */
export function DimensionPage({
  session,
  dimension
}: {
  session: SessionState;
  dimension: Dimension;
}) {
  const t = useTranslate(SIGNALS_MESSAGES);
  const format = useFormat();
  const copy = useCopy();
  const { update, hrefOf } = useNavigation();
  const { name, type, dataType } = dimension;
  const scope = useSignalScope(session);
  const { extent } = scope;
  const page = usePageRange(session, extent);
  const { names } = page;
  const metric =
    metricOf(scope.measured.metric, dataType) ??
    (scope.facts.hasReference ? 'psi' : 'percent_empty');
  const choices = useMemo(
    () => metricsFor({ kind: 'dimension', dataType }, scope.facts),
    [dataType, scope.facts]
  );
  useScopeRows(session, scope);
  const segments = useSegments({ dimension: name, ...scope.range });
  const values = useSignals({ metrics: choices, dimensions: [name], ...scope.range });
  const [condition] = useViewState('where')?.conditions ?? [];
  const shownBin =
    condition?.kind === 'bin' && condition.dimension === name ? keyOfBin(condition.bin) : undefined;
  const press = (key: string) => {
    const bin = segments.data?.segments.find(segment => keyOfBin(segment.bin) === key)?.bin;
    update({
      where:
        bin && key !== shownBin
          ? { conditions: [{ kind: 'bin', dimension: name, bin }] }
          : undefined,
      sort: undefined,
      find: undefined
    });
  };
  const embedding = session.embeddings.find(hasVectors);
  const valueOf = (wanted: string) => {
    const i = values.data?.metrics.findIndex(each => each === wanted) ?? -1;
    return values.data?.signals.find(signal => signal.kind === 'dimension')?.values[i];
  };
  const aside = (wanted: 'percent_empty' | 'count' | 'p50' | 'cardinality') => {
    const [primary, reference] = valueOf(wanted) ?? [null, null];
    return (
      <>
        <strong>{formatMetric(wanted, primary, format, dimension.isTime)}</strong>
        {reference !== null && (
          <span className="aside-reference">
            {' '}
            {formatMetric(wanted, reference, format, dimension.isTime)}
          </span>
        )}
      </>
    );
  };
  useKeys([
    {
      keys: 'y',
      label: t('copyScope'),
      run: () => void copy(segmentsCall(name, scope.range))
    }
  ]);
  return (
    <div className="signals">
      {extent && (
        <SignalStrip
          session={session}
          extent={extent}
          subject={name}
          name={name}
          choices={choices.map(each => ({ metric: each }))}
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
        type={type}
        dataType={dataType}
        actions={
          embedding && (
            <a
              className="button button-outline"
              href={hrefOf({ place: 'map', embedding: embedding.name, color: `dimension:${name}` })}
            >
              <Icon name="map" />
              <span>{t('openMap')}</span>
            </a>
          )
        }
      />
      <BaselineNote session={session} />
      <div className="page-scroll" tabIndex={-1}>
        <div className="page-grid">
          {segments.isError && !segments.data ? (
            <FailureState error={segments.error} onRetry={() => void segments.refetch()} />
          ) : (
            <>
              <DistributionCard
                answer={segments.data}
                names={names}
                range={scope.range}
                isWindow={scope.isWindow}
                isStale={segments.isPlaceholderData}
                current={shownBin}
                onPress={press}
              />
              <SegmentsTable
                answer={segments.data}
                names={names}
                current={shownBin}
                isStale={segments.isPlaceholderData}
                onPress={press}
              />
            </>
          )}
          {extent && dataType === 'numeric' && (
            <SeriesCard
              {...page}
              dimension={name}
              metric="p50"
              title={t('quantiles')}
              spreads={QUANTILE_SPREADS}
              extent={extent}
              height={SERIES_PX}
              aside={aside('p50')}
            />
          )}
          {extent && dataType === 'categorical' && (
            <SeriesCard
              {...page}
              dimension={name}
              metric="cardinality"
              extent={extent}
              height={SERIES_PX}
              aside={aside('cardinality')}
            />
          )}
          {extent && (
            <>
              <SeriesCard
                {...page}
                dimension={name}
                metric="percent_empty"
                extent={extent}
                height={SERIES_PX}
                aside={aside('percent_empty')}
              />
              <SeriesCard
                {...page}
                dimension={name}
                metric="count"
                extent={extent}
                height={SERIES_PX}
                aside={aside('count')}
              />
            </>
          )}
          <ValuesCard
            answer={values.data}
            kind="dimension"
            names={names}
            isStale={values.isPlaceholderData}
          />
        </div>
      </div>
      <WherePanel range={scope.range} colorBy={`dimension:${name}`} />
    </div>
  );
}
