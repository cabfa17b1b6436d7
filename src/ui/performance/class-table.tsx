import { useState } from 'react';
import type { ClassificationReport } from '../../contract/metrics.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useNavigation } from '../app/view-state-context.tsx';
import { formatMetric } from '../charts/format-metric.ts';
import { METRIC_MESSAGES } from '../charts/metric-messages.ts';
import { performanceCall } from '../charts/python-calls.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { useCopy } from '../parts/use-copy.ts';
import { ChangeMark } from './change-mark.tsx';
import { changeOf } from './metric-change.ts';
import { PERFORMANCE_MESSAGES } from './performance-messages.ts';
import {
  CLASS_COLUMNS,
  type ClassColumn,
  type ClassLine,
  type ClassSort,
  joinClasses,
  sortClasses
} from './sort-classes.ts';
import type { PageScope } from './use-page-scope.ts';

/** Every class with how well it is told; a press narrows the page to it. */
export function ClassTable({
  primary,
  reference,
  scope,
  isStale
}: {
  primary: ClassificationReport;
  reference: ClassificationReport | null;
  scope: PageScope;
  isStale: boolean;
}) {
  const t = useTranslate(PERFORMANCE_MESSAGES);
  const metricName = useTranslate(METRIC_MESSAGES);
  const copy = useCopy();
  const [sort, setSort] = useState<ClassSort>({ column: 'support', isDescending: true });
  const columns = CLASS_COLUMNS.filter(column => column !== 'change' || reference !== null);
  const lines = sortClasses(joinClasses(primary.classes, reference?.classes ?? []), sort);
  const titles: Record<ClassColumn, string> = {
    label: t('class'),
    support: t('support'),
    predicted: t('predictedCount'),
    precision: metricName('precision'),
    recall: metricName('recall'),
    f1: metricName('f1'),
    change: t('f1Change')
  };
  return (
    <section className="chart-card class-card" aria-labelledby="performance-classes">
      <header className="chart-head">
        <h3 id="performance-classes">
          {t('classes')} <span className="count">{primary.classes.length}</span>
        </h3>
        <span className="bar-space" />
        {primary.otherClasses > 0 && (
          <span className="chart-aside">{t('otherClasses', { count: primary.otherClasses })}</span>
        )}
        <ActionButton
          label={t('copyPython')}
          icon="code"
          isIconOnly
          onPress={() =>
            void copy(performanceCall('classes', { range: scope.range, label: scope.label }))
          }
        />
      </header>
      <div className="class-scroll" data-stale={isStale}>
        <table className="class-table">
          <thead>
            <tr>
              {columns.map(column => (
                <th
                  key={column}
                  scope="col"
                  data-number={column !== 'label'}
                  aria-sort={
                    sort.column === column
                      ? sort.isDescending
                        ? 'descending'
                        : 'ascending'
                      : 'none'
                  }
                  {...(column === 'support' && { title: t('supportHow') })}
                  {...(column === 'change' && { title: t('f1ChangeHow') })}
                >
                  <button
                    type="button"
                    onClick={() =>
                      setSort({
                        column,
                        isDescending:
                          sort.column === column ? !sort.isDescending : column !== 'label'
                      })
                    }
                  >
                    <span>{titles[column]}</span>
                    <span aria-hidden="true" className="class-sort">
                      {sort.column === column ? (sort.isDescending ? '▾' : '▴') : ''}
                    </span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map(line => (
              <Line
                key={line.label}
                line={line}
                isCurrent={line.label === scope.label}
                hasChange={reference !== null}
              />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Line({
  line,
  isCurrent,
  hasChange
}: {
  line: ClassLine;
  isCurrent: boolean;
  hasChange: boolean;
}) {
  const t = useTranslate(PERFORMANCE_MESSAGES);
  const format = useFormat();
  const { update } = useNavigation();
  const { label } = line;
  const toggle = () => update({ label: isCurrent ? undefined : label });
  const change = changeOf('f1', line.f1, line.referenceF1, format);
  return (
    // The button in the first cell does the same for the keyboard.
    <tr data-current={isCurrent} onClick={toggle}>
      <th scope="row">
        <button
          type="button"
          aria-pressed={isCurrent}
          title={isCurrent ? t('leaveClass') : t('chooseClass', { label })}
          onClick={event => {
            event.stopPropagation();
            toggle();
          }}
        >
          {label === '' ? '""' : label}
        </button>
      </th>
      <td>{format.number(line.support)}</td>
      <td>{format.number(line.predicted)}</td>
      {(['precision', 'recall', 'f1'] as const).map(metric => (
        <td key={metric}>
          <span
            className="class-meter"
            style={{ '--share': line[metric] } as React.CSSProperties}
            aria-hidden="true"
          />
          <span className="class-share">{formatMetric(metric, line[metric], format)}</span>
        </td>
      ))}
      {hasChange && <td>{change ? <ChangeMark change={change} isShort /> : '–'}</td>}
    </tr>
  );
}
