import { useState } from 'react';
import { type ClassificationReport, type Side, SIDES } from '../../contract/metrics.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import { ChartCard } from '../charts/chart-card.tsx';
import { performanceCall } from '../charts/python-calls.ts';
import { ConfusionGrid, type Outcome } from './confusion-grid.tsx';
import { NORMALIZATIONS, type Normalization, toConfusionTable } from './confusion-table.ts';
import { PERFORMANCE_MESSAGES } from './performance-messages.ts';
import type { PageScope } from './use-page-scope.ts';

/** Actual classes against predicted ones; a cell leads to its rows. */
export function ConfusionCard({
  primary,
  reference,
  scope,
  isStale
}: {
  primary: ClassificationReport | null;
  reference: ClassificationReport | null;
  scope: PageScope;
  isStale: boolean;
}) {
  const t = useTranslate(PERFORMANCE_MESSAGES);
  const format = useFormat();
  const { update } = useNavigation();
  const where = useViewState('where');
  const [chosen, setChosen] = useState<Side>('primary');
  const [by, setBy] = useState<Normalization>('none');
  const reports = { primary, reference };
  const sides = SIDES.filter(side => (reports[side]?.classes.length ?? 0) > 0);
  const side = sides.includes(chosen) ? chosen : sides[0];
  const report = side && reports[side];
  if (!side || !report) {
    return null;
  }
  const table = toConfusionTable(report);
  const [shown] = where?.conditions ?? [];
  const current: Outcome | undefined =
    where?.dataset === side && shown?.kind === 'outcome' && where.conditions.length === 1
      ? shown
      : undefined;
  const open = ({ actual, predicted }: Outcome) => {
    const isSame = current?.actual === actual && current?.predicted === predicted;
    update({
      where: isSame
        ? undefined
        : {
            dataset: side,
            conditions: [
              {
                kind: 'outcome',
                ...(actual !== undefined && { actual }),
                ...(predicted !== undefined && { predicted })
              }
            ]
          },
      find: undefined,
      sort: undefined
    });
  };
  const nameOf = (i: number) => table.labels[i] ?? t('other');
  return (
    <ChartCard
      title={t('confusion')}
      className="confusion-card"
      height={300}
      head={
        <>
          {sides.length > 1 && (
            <Choice
              label={t('side')}
              options={sides.map(one => ({ id: one, label: scope.names[one] }))}
              value={side}
              onChange={setChosen}
            />
          )}
          <Choice
            label={t('normalize')}
            options={NORMALIZATIONS.map(one => ({ id: one, label: t(`normalize_${one}`) }))}
            value={by}
            onChange={setBy}
          />
        </>
      }
      python={performanceCall('confusion', { range: scope.range, label: scope.label, side })}
      numbers={{
        columns: [
          { label: t('actual') },
          { label: t('predicted') },
          { label: t('rows'), isNumber: true },
          { label: t('normalize_actual'), isNumber: true },
          { label: t('normalize_predicted'), isNumber: true }
        ],
        rowCount: table.size ** 2,
        readRow: row => {
          const [i, j] = [Math.floor(row / table.size), row % table.size];
          const share = (kind: Normalization) => {
            const value = table.value(i, j, kind);
            return value === null ? '–' : format.percent(value, 1);
          };
          return [
            nameOf(i),
            nameOf(j),
            format.number(table.count(i, j)),
            share('actual'),
            share('predicted')
          ];
        }
      }}
    >
      <ConfusionGrid table={table} by={by} current={current} onOpen={open} isStale={isStale} />
    </ChartCard>
  );
}

function Choice<Id extends string>({
  label,
  options,
  value,
  onChange
}: {
  label: string;
  options: readonly { id: Id; label: string }[];
  value: Id;
  onChange: (id: Id) => void;
}) {
  return (
    <select
      className="field"
      aria-label={label}
      value={value}
      onChange={event => onChange(event.target.value as Id)}
    >
      {options.map(option => (
        <option key={option.id} value={option.id}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
