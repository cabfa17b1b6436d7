import '../signals/signals.css';
import './performance.css';
import { useEffect, useRef } from 'react';
import type {
  ClassificationReport,
  PerformanceAnswer,
  PerformanceMetric,
  RegressionReport
} from '../../contract/metrics.ts';
import type { SessionState } from '../../contract/session.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { usePerformance } from '../app/queries.ts';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import { performanceCall } from '../charts/python-calls.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { CodeLine } from '../parts/code-line.tsx';
import { EmptyState, FailureState, Loading } from '../parts/states.tsx';
import { useCopy } from '../parts/use-copy.ts';
import { useKeys } from '../app/keyboard-context.tsx';
import { WherePanel } from '../rows/where-panel.tsx';
import { ThresholdPopover } from '../signals/threshold-popover.tsx';
import { SignalsTabs } from '../signals/signals-tabs.tsx';
import { modelMetrics } from '../strip/metric-choices.ts';
import { SignalStrip } from '../strip/signal-strip.tsx';
import { ClassTable } from './class-table.tsx';
import { ConfusionCard } from './confusion-card.tsx';
import { CalibrationCard, DecilesCard, NoScoresCard, RocCard } from './curve-cards.tsx';
import { MetricTiles } from './metric-tiles.tsx';
import { PERFORMANCE_MESSAGES } from './performance-messages.ts';
import { labelsOf, metricsOf, type Report } from './report.ts';
import { ResidualCard } from './residual-card.tsx';
import { roleCode } from './role-code.ts';
import { type PageScope, usePageScope } from './use-page-scope.ts';
import { WorstSegmentsCard } from './worst-segments-card.tsx';

/** How right the model is: over time, by class, by score, and where it is worst. */
export function PerformancePlace({ session }: { session: SessionState }) {
  const t = useTranslate(PERFORMANCE_MESSAGES);
  const asked = useViewState('metric');
  const { update } = useNavigation();
  const guess = modelMetrics(session);
  const first = guess.find(metric => metric === asked) ?? guess[0] ?? 'accuracy';
  const scope = usePageScope(session, first);
  const { range, label } = scope;
  const hasData = session.datasets.primary !== null || session.datasets.reference !== null;
  const performance = usePerformance(
    hasData ? { ...range, ...(label !== undefined && { label }) } : undefined
  );
  const { data } = performance;
  const metrics = data ? metricsOf(data) : [];
  const metric = metrics.find(each => each === asked) ?? metrics[0];
  useCopyKey(scope);
  if (!hasData) {
    return (
      <Frame>
        <EmptyState title={t('noDataTitle')} reason={t('noDataReason')}>
          <CodeLine code={roleCode(session)} label={t('emptyCode')} />
        </EmptyState>
      </Frame>
    );
  }
  if (!data) {
    return (
      <Frame>
        {performance.isError ? (
          <FailureState error={performance.error} onRetry={() => void performance.refetch()} />
        ) : (
          <Loading what={t('performance')} rows={8} />
        )}
      </Frame>
    );
  }
  if (data.reason !== null) {
    return (
      <Frame>
        <EmptyState title={t('emptyTitle')} reason={data.reason}>
          <CodeLine code={roleCode(session)} label={t('emptyCode')} />
        </EmptyState>
      </Frame>
    );
  }
  return (
    <div className="performance">
      <SignalsTabs>
        <Head answer={data} scope={scope} />
      </SignalsTabs>
      {scope.extent && metric && (
        <SignalStrip
          session={session}
          extent={scope.extent}
          name={label === undefined ? t('model') : label}
          choices={metrics.map(each => ({ metric: each }))}
          current={{ metric }}
          onChoose={({ metric: next }) => update({ metric: next })}
          actions={<ThresholdPopover metric={metric} dimension={undefined} />}
        />
      )}
      {performance.isError ? (
        <FailureState error={performance.error} onRetry={() => void performance.refetch()} />
      ) : (
        <Cards
          answer={data}
          metrics={metrics}
          metric={metric}
          scope={scope}
          isStale={performance.isPlaceholderData}
        />
      )}
      <WherePanel range={range} baseline={scope.baseline} colorBy="correctness" />
    </div>
  );
}

function Frame({ children }: { children: React.ReactNode }) {
  return (
    <div className="performance">
      <SignalsTabs />
      <div className="performance-scroll">{children}</div>
    </div>
  );
}

/** `y` copies the line that measures the same. */
function useCopyKey(scope: PageScope): void {
  const t = useTranslate(PERFORMANCE_MESSAGES);
  const copy = useCopy();
  useKeys([
    {
      keys: 'y',
      label: t('copyPython'),
      run: () => void copy(performanceCall('metrics', scope))
    }
  ]);
}

/** Which class is looked at, and how many rows that rests on. */
function Head({ answer, scope }: { answer: PerformanceAnswer; scope: PageScope }) {
  const t = useTranslate(PERFORMANCE_MESSAGES);
  const { update } = useNavigation();
  const { label } = scope;
  const labels = labelsOf(answer);
  const count = (answer.primary ?? answer.reference)?.count ?? 0;
  const notes = [
    ...(answer.reference === null ? [t('noReference')] : []),
    ...(scope.extent ? [] : [t('noTime')])
  ];
  return (
    <div className="performance-head">
      {labels.length > 0 && (
        <label>
          <span>{t('ofClass')}</span>
          <select
            className="field"
            value={label ?? ''}
            data-chosen={label !== undefined}
            title={t('allClassesHow')}
            onChange={event =>
              update({ label: event.target.selectedIndex === 0 ? undefined : event.target.value })
            }
          >
            <option value="">{t('allClasses')}</option>
            {label !== undefined && !labels.includes(label) && (
              <option value={label}>{label}</option>
            )}
            {labels.map(each => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
        </label>
      )}
      <span className="performance-notes muted">
        <span title={t('labelled')}>{t('rowsMeasured', { count })}</span>
        {notes.map(note => (
          <span key={note}>{note}</span>
        ))}
      </span>
    </div>
  );
}

function Cards({
  answer,
  metrics,
  metric,
  scope,
  isStale
}: {
  answer: PerformanceAnswer;
  metrics: readonly PerformanceMetric[];
  metric: PerformanceMetric | undefined;
  scope: PageScope;
  isStale: boolean;
}) {
  const { update } = useNavigation();
  const scroll = useRef<HTMLDivElement>(null);
  useWhereInView(scroll);
  const { primary, reference } = answer;
  const task = (primary ?? reference)?.task;
  return (
    <div ref={scroll} className="performance-scroll" tabIndex={-1}>
      <MetricTiles
        metrics={metrics}
        primary={primary}
        reference={reference}
        current={scope.extent && metric}
        onChoose={scope.extent && (next => update({ metric: next }))}
        isStale={isStale}
      />
      {(primary === null || primary.count === 0) && <NothingInRange scope={scope} />}
      <div className="performance-grid" data-classes={widthOf(labelsOf(answer).length)}>
        {task === 'classification' ? (
          <ClassificationCards
            primary={ofTask(primary, 'classification')}
            reference={ofTask(reference, 'classification')}
            scope={scope}
            isStale={isStale}
          />
        ) : (
          <RegressionCards
            primary={ofTask(primary, 'regression')}
            reference={ofTask(reference, 'regression')}
            scope={scope}
            isStale={isStale}
          />
        )}
        {metric && <WorstSegmentsCard metric={metric} scope={scope} />}
      </div>
    </div>
  );
}

/** How much room the classes want. */
function widthOf(classes: number): 'few' | 'many' | 'very-many' {
  return classes > 14 ? 'very-many' : classes > 6 ? 'many' : 'few';
}

/** The panel of rows takes its room from below: what was pressed stays in view. */
function useWhereInView(scroll: React.RefObject<HTMLDivElement | null>): void {
  const isOpen = useViewState('where') !== undefined;
  useEffect(() => {
    if (isOpen) {
      scroll.current
        ?.querySelector('[data-current="true"]')
        ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
  }, [isOpen, scroll]);
}

function ofTask<Task extends Report['task']>(
  report: Report | null,
  task: Task
): Extract<Report, { task: Task }> | null {
  return report?.task === task ? (report as Extract<Report, { task: Task }>) : null;
}

function NothingInRange({ scope }: { scope: PageScope }) {
  const t = useTranslate(PERFORMANCE_MESSAGES);
  const format = useFormat();
  const { update } = useNavigation();
  return scope.range ? (
    <EmptyState
      title={t('nothingTitle')}
      reason={t('nothingReason', { range: format.range(scope.range.start, scope.range.end) })}
    >
      <ActionButton
        label={t('allTimes')}
        kind="outline"
        onPress={() => update({ range: undefined, moment: undefined })}
      />
    </EmptyState>
  ) : null;
}

interface CardsOf<Report> {
  primary: Report | null;
  reference: Report | null;
  scope: PageScope;
  isStale: boolean;
}

function ClassificationCards(props: CardsOf<ClassificationReport>) {
  const { primary, reference } = props;
  const report = primary ?? reference;
  const hasScores = [primary, reference].some(each => each?.calibration ?? each?.roc);
  return (
    <>
      <ConfusionCard {...props} />
      {report && report.classes.length > 0 && (
        <ClassTable {...props} primary={report} reference={primary === null ? null : reference} />
      )}
      {hasScores ? (
        <>
          <CalibrationCard {...props} />
          <RocCard {...props} />
        </>
      ) : (
        <NoScoresCard />
      )}
    </>
  );
}

function RegressionCards(props: CardsOf<RegressionReport>) {
  const { primary, scope, isStale } = props;
  return (
    <>
      {primary && <ResidualCard report={primary} scope={scope} isStale={isStale} />}
      <DecilesCard {...props} />
    </>
  );
}
