import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Cell, RowsColumn, RowsPage, RowSource } from '../../contract/rows.ts';
import type { DatasetRole } from '../../contract/session.ts';
import type { ViewState } from '../../contract/view-state.ts';
import { useApi } from '../app/api-context.tsx';
import type { Api } from '../app/api.ts';
import { KEYS } from '../app/queries.ts';

/** Rows per request: about three screens of them. */
export const ROW_BLOCK = 100;
/** Columns per request: wide frames are read in strips. */
export const COLUMN_BLOCK = 40;

export interface RowsRequest {
  source: RowSource;
  sort: ViewState['sort'];
  find: string | undefined;
}

const keyOf = ({ source, sort, find }: RowsRequest) => [
  ...KEYS.rows,
  source.kind,
  source,
  sort ?? null,
  find ?? ''
];

function queryRows(
  api: Api,
  request: RowsRequest,
  page: object,
  signal: AbortSignal
): Promise<RowsPage> {
  const { source, sort, find } = request;
  return api.json<RowsPage>('api/rows', {
    method: 'POST',
    signal,
    body: { source, ...(sort && { sort }), ...(find && { find }), ...page }
  });
}

/** Every column the source has. */
export function useColumns(source: RowSource) {
  const api = useApi();
  const request: RowsRequest = { source, sort: undefined, find: undefined };
  return useQuery({
    queryKey: [...keyOf(request), 'columns'],
    queryFn: async ({ signal }) => (await queryRows(api, request, { limit: 1 }, signal)).columns,
    // A selection grows and shrinks; its columns rarely change, and the table should not blink.
    placeholderData: keepPreviousData
  });
}

/** One row with all its columns, by its place in the table. */
export function useWholeRow(request: RowsRequest, index: number) {
  const api = useApi();
  return useQuery({
    queryKey: [...keyOf(request), 'whole', index],
    queryFn: ({ signal }) => queryRows(api, request, { offset: index, limit: 1 }, signal),
    placeholderData: keepPreviousData
  });
}

export interface RowsWindow {
  /** Rows of the source, and of these the ones that match; undefined until the first answer. */
  counts: { total: number; matched: number } | undefined;
  /** Undefined while the cell is on its way. */
  readCell(row: number, column: number): Cell | undefined;
  readRow(row: number): { dataset: DatasetRole; row: number } | undefined;
  error: Error | null;
  refetch: () => void;
}

interface Range {
  from: number;
  /** Inclusive. */
  to: number;
}

/**
 * The part of a table that is in view, read in blocks of rows and columns. While a new order or search is on its
 * way the old rows stay.
 */
export function useRows(
  request: RowsRequest,
  columns: readonly RowsColumn[],
  inView: { rows: Range; columns: Range }
): RowsWindow {
  const api = useApi();
  const blocks = blocksOf(inView.rows, ROW_BLOCK).flatMap(rowBlock =>
    blocksOf(inView.columns, COLUMN_BLOCK).map(columnBlock => ({ rowBlock, columnBlock }))
  );
  const window = useQueries({
    queries: (columns.length === 0 ? [] : blocks).map(({ rowBlock, columnBlock }) => {
      const names = columns
        .slice(columnBlock * COLUMN_BLOCK, (columnBlock + 1) * COLUMN_BLOCK)
        .map(({ name }) => name);
      return {
        queryKey: [...keyOf(request), rowBlock, names],
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          queryRows(
            api,
            request,
            { offset: rowBlock * ROW_BLOCK, limit: ROW_BLOCK, columns: names },
            signal
          )
      };
    }),
    combine: results => ({
      pages: results.map(({ data }) => data),
      error: results.find(({ error }) => error !== null)?.error ?? null,
      refetch: () => results.forEach(result => result.isError && void result.refetch())
    })
  });
  const byBlock = new Map(
    blocks.flatMap(({ rowBlock, columnBlock }, i) => {
      const page = window.pages[i];
      return page ? [[`${rowBlock}/${columnBlock}`, page] as const] : [];
    })
  );
  const anyPage = window.pages.find(page => page !== undefined);
  const fresh: RowsWindow = {
    counts: anyPage && { total: anyPage.total, matched: anyPage.matched },
    readCell(row, column) {
      const page = byBlock.get(
        `${Math.floor(row / ROW_BLOCK)}/${Math.floor(column / COLUMN_BLOCK)}`
      );
      return page?.rows[row % ROW_BLOCK]?.cells[column % COLUMN_BLOCK];
    },
    readRow(row) {
      const rowBlock = Math.floor(row / ROW_BLOCK);
      const page = blocks
        .filter(block => block.rowBlock === rowBlock)
        .map(({ columnBlock }) => byBlock.get(`${rowBlock}/${columnBlock}`))
        .find(found => found !== undefined);
      return page?.rows[row % ROW_BLOCK];
    },
    error: window.error,
    refetch: window.refetch
  };
  const kept = useRef<RowsWindow>(fresh);
  if (fresh.counts) {
    kept.current = fresh;
    return fresh;
  }
  return { ...kept.current, error: fresh.error, refetch: fresh.refetch };
}

function blocksOf({ from, to }: Range, size: number): number[] {
  const first = Math.floor(Math.max(0, from) / size);
  const last = Math.floor(Math.max(0, to) / size);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
