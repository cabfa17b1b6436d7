import { type CSSProperties, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useTheme } from '../app/theme-context.tsx';
import { useChartPicture } from '../charts/chart-context.ts';
import type { ConfusionTable, Normalization } from './confusion-table.ts';
import { drawConfusion } from './draw-confusion.ts';
import { readColors } from './picture-colors.ts';
import { PERFORMANCE_MESSAGES } from './performance-messages.ts';

export interface Outcome {
  actual?: string | undefined;
  predicted?: string | undefined;
}

/** One cell of the grid by its place; `size` is the margin. */
interface Place {
  row: number;
  column: number;
}

/** The matrix as a table to move in by arrows: sticky names, margins, counts or shares with a shade behind them. */
export function ConfusionGrid({
  table,
  by,
  current,
  onOpen,
  isStale
}: {
  table: ConfusionTable;
  by: Normalization;
  /** The cell whose rows are shown. */
  current: Outcome | undefined;
  onOpen: (outcome: Outcome) => void;
  isStale: boolean;
}) {
  const t = useTranslate(PERFORMANCE_MESSAGES);
  const format = useFormat();
  useTheme();
  const box = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<Place>({ row: 0, column: 0 });
  const hasFocus = useRef(false);
  const { size, labels } = table;
  const nameOf = (i: number) => labels[i] ?? t('other');
  const isUpright = size > 4 && labels.some((_, i) => nameOf(i).length > 6);
  const write = (row: number, column: number) => {
    const value = table.value(row, column, by);
    return value === null
      ? '–'
      : by === 'none'
        ? format.number(value)
        : format.percent(value, value > 0 && value < 0.1 ? 1 : 0);
  };
  useEffect(() => {
    if (hasFocus.current) {
      box.current
        ?.querySelector<HTMLElement>(`[data-at="${at.row}/${at.column}"]`)
        ?.focus({ preventScroll: false });
    }
  }, [at]);
  useChartPicture(() =>
    box.current
      ? drawConfusion(
          {
            names: labels.map((_, i) => nameOf(i)),
            words: { actual: t('actual'), predicted: t('predicted'), total: t('total') },
            cells: labels.map((_, i) =>
              labels.map((__, j) => ({ text: write(i, j), shade: table.shade(i, j, by) }))
            ),
            totals: {
              actual: table.actualTotals.map(total => format.number(total)),
              predicted: table.predictedTotals.map(total => format.number(total)),
              all: format.number(table.total)
            }
          },
          readColors(box.current)
        )
      : undefined
  );
  const outcomeAt = ({ row, column }: Place): Outcome | undefined => {
    const [actual, predicted] = [labels[row], labels[column]];
    const isKnown = (i: number, label: string | undefined) => i === size || label !== undefined;
    return (row === size && column === size) || !isKnown(row, actual) || !isKnown(column, predicted)
      ? undefined
      : { actual, predicted };
  };
  const open = (place: Place) => {
    const outcome = outcomeAt(place);
    if (outcome) {
      onOpen(outcome);
    }
  };
  const press = (event: KeyboardEvent) => {
    const page = event.ctrlKey || event.metaKey;
    const moves = new Map<string, Place>([
      ['ArrowLeft', { ...at, column: at.column - 1 }],
      ['ArrowRight', { ...at, column: at.column + 1 }],
      ['ArrowUp', { ...at, row: at.row - 1 }],
      ['ArrowDown', { ...at, row: at.row + 1 }],
      ['Home', { row: page ? 0 : at.row, column: 0 }],
      ['End', { row: page ? size : at.row, column: size }]
    ]);
    const next = moves.get(event.key);
    if (next) {
      event.preventDefault();
      event.stopPropagation();
      setAt({ row: clamp(next.row, size), column: clamp(next.column, size) });
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      open(at);
    }
  };
  const cell = (row: number, column: number, text: string, label: string) => {
    const outcome = outcomeAt({ row, column });
    const isMargin = row === size || column === size;
    const isCurrent =
      current !== undefined &&
      outcome !== undefined &&
      current.actual === outcome.actual &&
      current.predicted === outcome.predicted;
    return (
      <td
        key={column}
        role="gridcell"
        data-at={`${row}/${column}`}
        data-kind={isMargin ? 'total' : row === column ? 'right' : 'wrong'}
        data-zero={!isMargin && table.count(row, column) === 0}
        data-current={isCurrent}
        aria-selected={isCurrent}
        aria-label={label}
        aria-disabled={outcome === undefined}
        title={label}
        tabIndex={row === Math.min(at.row, size) && column === Math.min(at.column, size) ? 0 : -1}
        {...(!isMargin && {
          style: {
            '--shade': `${Math.round(table.shade(row, column, by) * 100)}%`
          } as CSSProperties
        })}
        onFocus={() => {
          hasFocus.current = true;
          if (at.row !== row || at.column !== column) {
            setAt({ row, column });
          }
        }}
        onBlur={() => {
          hasFocus.current = false;
        }}
        onClick={() => {
          setAt({ row, column });
          open({ row, column });
        }}
      >
        {text}
      </td>
    );
  };
  return (
    <div className="confusion-frame">
      <div ref={box} className="confusion" data-stale={isStale} data-upright={isUpright}>
        <table
          role="grid"
          aria-label={t('confusion')}
          aria-description={t('gridKeys')}
          aria-rowcount={size + 2}
          aria-colcount={size + 2}
          onKeyDown={press}
        >
          <thead>
            <tr role="row">
              <th role="columnheader" className="confusion-corner">
                <span className="confusion-by-row">{t('actual')}</span>
                <span aria-hidden="true">╲</span>
                <span>{t('predicted')}</span>
              </th>
              {labels.map((_, i) => (
                <th key={i} role="columnheader" scope="col" title={nameOf(i)}>
                  <span>{nameOf(i)}</span>
                </th>
              ))}
              <th role="columnheader" scope="col" className="confusion-total">
                <span>{t('total')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {labels.map((_, row) => (
              <tr key={row} role="row">
                <th role="rowheader" scope="row" title={nameOf(row)}>
                  <span>{nameOf(row)}</span>
                </th>
                {labels.map((__, column) =>
                  cell(row, column, write(row, column), describe(row, column))
                )}
                {cell(
                  row,
                  size,
                  format.number(table.actualTotals[row] ?? 0),
                  t('totalActual', { count: table.actualTotals[row] ?? 0, label: nameOf(row) })
                )}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr role="row">
              <th role="rowheader" scope="row">
                <span>{t('total')}</span>
              </th>
              {labels.map((_, column) =>
                cell(
                  size,
                  column,
                  format.number(table.predictedTotals[column] ?? 0),
                  t('totalPredicted', {
                    count: table.predictedTotals[column] ?? 0,
                    label: nameOf(column)
                  })
                )
              )}
              {cell(size, size, format.number(table.total), t('totalAll', { count: table.total }))}
            </tr>
          </tfoot>
        </table>
      </div>
      <p className="confusion-legend muted" aria-hidden="true">
        <span data-kind="right" />
        {t('right')}
        <span data-kind="wrong" />
        {t('wrong')}
        <span className="confusion-note">{t('shade')}</span>
      </p>
    </div>
  );

  function describe(row: number, column: number): string {
    const share = (kind: Normalization) => {
      const value = table.value(row, column, kind);
      return value === null ? '–' : format.percent(value, 1);
    };
    return [
      t('cellOf', {
        count: table.count(row, column),
        total: table.total,
        actual: nameOf(row),
        predicted: nameOf(column)
      }),
      t('cellShares', { ofActual: share('actual'), ofPredicted: share('predicted') })
    ].join('; ');
  }
}

function clamp(index: number, most: number): number {
  return Math.max(0, Math.min(most, index));
}
