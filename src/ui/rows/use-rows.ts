import {
  keepPreviousData,
  useQueries,
  useQuery,
  useQueryClient,
  type UseQueryResult
} from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { readAnswer } from '../app/read-answer.ts';
import type { Cell, RowsColumn, RowsPage, RowsQuery, RowSource } from '../../contract/rows.ts';
import type { DatasetRole } from '../../contract/session.ts';
import type { ViewState } from '../../contract/view-state.ts';
import { useApi } from '../app/api-context.tsx';
import type { Api } from '../app/api.ts';
import { KEYS } from '../app/questions.ts';

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

type Page = Pick<RowsQuery, 'columns'> & { offset?: number; limit: number };

function queryRows(
  api: Api,
  { source, sort, find }: RowsRequest,
  { columns, offset = 0, limit }: Page,
  signal: AbortSignal
): Promise<RowsPage> {
  const json = {
    source,
    offset,
    limit,
    ...(sort && { sort }),
    ...(find && { find }),
    ...(columns && { columns })
  };
  return readAnswer(api.routes.rows.$post({ json }, { init: { signal } }));
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
  readCell: (row: number, column: number) => Cell | undefined;
  readRow: (row: number) => { dataset: DatasetRole; row: number } | undefined;
}

interface Range {
  from: number;
  /** Inclusive. */
  to: number;
}

interface Block {
  rowBlock: number;
  columnBlock: number;
}

/** Outside of the hook, so that its result stays the same object while the answers do. */
const combine = (results: UseQueryResult<RowsPage>[]) => ({
  pages: results.map(({ data }) => data),
  error: results.find(({ error }) => error !== null)?.error ?? null
});

/**
 * The part of a table that is in view, read in blocks of rows and columns. While a new order or search is on its
 * way the old rows stay.
 */
export function useRows(
  request: RowsRequest,
  columns: readonly RowsColumn[],
  inView: { rows: Range; columns: Range }
): { window: RowsWindow; error: Error | null; refetch: () => void } {
  const api = useApi();
  const queries = useQueryClient();
  const blocks = blocksOf(inView.rows, ROW_BLOCK).flatMap(rowBlock =>
    blocksOf(inView.columns, COLUMN_BLOCK).map((columnBlock): Block => ({ rowBlock, columnBlock }))
  );
  const { pages, error } = useQueries({
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
    combine
  });
  const written = JSON.stringify(blocks);
  const fresh = useMemo(
    () => createWindow(JSON.parse(written) as Block[], pages),
    [written, pages]
  );
  const kept = useRef(fresh);
  useEffect(() => {
    if (fresh.counts) {
      kept.current = fresh;
    }
  }, [fresh]);
  return {
    window: fresh.counts ? fresh : kept.current,
    error,
    refetch: () => void queries.refetchQueries({ queryKey: keyOf(request) })
  };
}

function createWindow(
  blocks: readonly Block[],
  pages: readonly (RowsPage | undefined)[]
): RowsWindow {
  const byBlock = new Map<string, RowsPage>();
  const byRows = new Map<number, RowsPage>();
  blocks.forEach(({ rowBlock, columnBlock }, i) => {
    const page = pages[i];
    if (page) {
      byBlock.set(`${rowBlock}/${columnBlock}`, page);
      byRows.set(rowBlock, page);
    }
  });
  const [anyPage] = byRows.values();
  return {
    counts: anyPage && { total: anyPage.total, matched: anyPage.matched },
    readCell(row, column) {
      const page = byBlock.get(
        `${Math.floor(row / ROW_BLOCK)}/${Math.floor(column / COLUMN_BLOCK)}`
      );
      return page?.rows[row % ROW_BLOCK]?.cells[column % COLUMN_BLOCK];
    },
    readRow: row => byRows.get(Math.floor(row / ROW_BLOCK))?.rows[row % ROW_BLOCK]
  };
}

function blocksOf({ from, to }: Range, size: number): number[] {
  const first = Math.floor(Math.max(0, from) / size);
  const last = Math.floor(Math.max(0, to) / size);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
