import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { useTranslate } from '../app/locale-context.tsx';
import { CHART_MESSAGES } from './chart-messages.ts';

/** The numbers of a picture. Rows are written when they come into view: there may be 20,000 of them. */
export interface ChartNumbers {
  columns: readonly {
    label: string;
    isNumber?: boolean;
    /** Share of the width beside the others; 1 when absent. */
    weight?: number;
  }[];
  rowCount: number;
  /** The cells of a row, as they are shown. */
  readRow: (index: number) => readonly string[];
}

const ROW_PX = 24;

export function ChartTable({
  title,
  numbers,
  height
}: {
  title: string;
  numbers: ChartNumbers;
  height: number;
}) {
  const t = useTranslate(CHART_MESSAGES);
  const list = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: numbers.rowCount,
    getScrollElement: () => list.current,
    estimateSize: () => ROW_PX,
    overscan: 6
  });
  const columns = {
    gridTemplateColumns: numbers.columns.map(({ weight = 1 }) => `minmax(0, ${weight}fr)`).join(' ')
  };
  return (
    <div
      className="chart-table"
      role="table"
      aria-label={t('tableOf', { title })}
      aria-rowcount={numbers.rowCount + 1}
      style={{ height }}
    >
      <div className="chart-table-row chart-table-head" role="row" style={columns}>
        {numbers.columns.map(({ label, isNumber }) => (
          <span key={label} role="columnheader" data-number={isNumber === true}>
            {label}
          </span>
        ))}
      </div>
      <div
        ref={list}
        className="chart-table-body"
        role="rowgroup"
        tabIndex={0}
        aria-label={t('tableOf', { title })}
      >
        <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map(({ index, start }) => (
            <div
              key={index}
              className="chart-table-row"
              role="row"
              aria-rowindex={index + 2}
              style={{ ...columns, position: 'absolute', top: start }}
            >
              {numbers.readRow(index).map((cell, column) => (
                <span
                  key={column}
                  role="cell"
                  title={cell}
                  data-number={numbers.columns[column]?.isNumber === true}
                >
                  {cell}
                </span>
              ))}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
