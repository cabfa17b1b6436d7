import { useEffect, useMemo, useRef, useState } from 'react';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import { findCriticalPath, type PathStretch } from './critical-path.ts';
import {
  canFold,
  findRow,
  foldAll,
  foldRow,
  type Folding,
  listRows,
  NOTHING_FOLDED,
  reveal,
  type TreeRow,
  unfoldAll
} from './list-rows.ts';
import { listErrors, type SpanNode, type SpanTree } from './span-tree.ts';
import { sumTrace, type TraceSums } from './sum-trace.ts';
import { readClock, type TraceClock } from './trace-clock.ts';
import { follow, viewOf, writeZoom, zoomToSpan } from './zoom-clock.ts';
import { useTicking } from './use-ticking.ts';
import { useFound } from './use-trace.ts';
import { useZoom, type ZoomState } from './use-zoom.ts';

/** Spans that are gone through one after the other: those with an error, those that were found. */
export interface Tour {
  nodes: readonly SpanNode[];
  /** Place of the chosen span among them, from 0; -1 when it is none. */
  at: number;
  go: (by: 1 | -1) => void;
}

export interface TreeState extends ZoomState {
  tree: SpanTree;
  sums: TraceSums;
  nowUs: number;
  clock: TraceClock;
  /** The part of the clock that is looked at. */
  view: TraceClock;
  zoomToSelected: () => void;
  rows: readonly TreeRow[];
  /** The row the keys are at. */
  cursor: number;
  selected: SpanNode | undefined;
  choose: (row: TreeRow) => void;
  /** Chooses a span, wherever it is folded away. */
  goTo: (node: SpanNode) => void;
  move: (by: number) => void;
  /** Folds the row at the cursor, or goes to its parent; unfolds it, or goes to its first child. */
  step: (direction: 'in' | 'out') => void;
  fold: (row: TreeRow, isFolded: boolean) => void;
  folding: Folding;
  setFolding: (folding: Folding) => void;
  foldAll: () => void;
  unfoldAll: () => void;
  errors: Tour;
  /** Undefined while it is not shown. */
  critical: ReadonlyMap<SpanNode, readonly PathStretch[]> | undefined;
  showCritical: (isShown: boolean) => void;
  find: string;
  setFind: (text: string) => void;
  found: Tour & { ids: ReadonlySet<string>; isSearching: boolean; isAsked: boolean };
}

/** What a reader has done to the tree of one trace: chosen, folded, sought. The chosen span stands in the address. */
export function useTreeState(traceId: string, tree: SpanTree): TreeState {
  const { update } = useNavigation();
  const sums = useMemo(() => sumTrace(tree), [tree]);
  const nowUs = useTicking(sums.running > 0);
  const clock = useMemo(() => readClock(tree, nowUs), [tree, nowUs]);
  const wanted = useViewState('span');
  const selected =
    (wanted === undefined ? undefined : tree.byId.get(wanted)) ??
    (sums.top && tree.byId.get(sums.top.spanId));
  const [folding, setFolding] = useState<Folding>(() =>
    selected ? reveal(selected, NOTHING_FOLDED) : NOTHING_FOLDED
  );
  const rows = useMemo(() => listRows(tree, folding), [tree, folding]);
  const [key, setKey] = useState(selected?.span.spanId ?? '');
  const cursor = Math.max(
    0,
    useMemo(() => findRow(rows, tree, key), [rows, tree, key])
  );

  const zooming = useZoom(clock);
  const { zoom } = zooming;
  const show = ({ span }: SpanNode) => {
    setKey(span.spanId);
    const seen = follow(clock, zoom, span.startUs, span.endUs ?? clock.openEndUs);
    update({ span: span.spanId, ...(seen !== zoom && { zoom: writeZoom(clock, seen) }) });
  };
  const goTo = (node: SpanNode) => {
    setFolding(current => reveal(node, current));
    show(node);
  };
  useSpanOfAddress(
    wanted,
    key,
    node => {
      setFolding(current => reveal(node, current));
      setKey(node.span.spanId);
    },
    tree
  );
  const choose = (row: TreeRow) => {
    if (row.kind === 'span') {
      show(row.node);
    } else {
      setKey(row.key);
    }
  };
  const move = (by: number) => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, cursor + by))];
    if (row) {
      choose(row);
    }
  };
  const fold = (row: TreeRow, isFolded: boolean) => setFolding(foldRow(row, isFolded, folding));
  const step = (direction: 'in' | 'out') => {
    const row = rows[cursor];
    if (!row) {
      return;
    }
    const isOpen = canFold(row) && !row.isFolded;
    if (direction === 'in') {
      if (row.isFolded) {
        fold(row, false);
      } else if (isOpen) {
        move(1);
      }
    } else if (isOpen) {
      fold(row, true);
    } else {
      const parent = rows.slice(0, cursor).findLastIndex(({ depth }) => depth < row.depth);
      move(parent === -1 ? 0 : parent - cursor);
    }
  };

  const [hasCritical, showCritical] = useState(false);
  const critical = useMemo(
    () => (hasCritical ? byNode(findCriticalPath(tree, clock.openEndUs)) : undefined),
    [hasCritical, tree, clock.openEndUs]
  );
  const errors = useMemo(() => listErrors(tree), [tree]);
  const [find, setFind] = useState('');
  const { found, isSearching } = useFound(traceId, find);
  const foundNodes = useMemo(
    () =>
      (found ?? [])
        .flatMap(({ spanId }) => tree.byId.get(spanId) ?? [])
        .sort((a, b) => a.index - b.index),
    [found, tree]
  );
  const ids = useMemo(() => new Set(foundNodes.map(({ span }) => span.spanId)), [foundNodes]);
  const view = useMemo(() => viewOf(clock, zoom), [clock, zoom]);
  const span = selected?.span;
  const here = indexAt(rows[cursor]);
  const tour = (nodes: readonly SpanNode[]): Tour => ({
    nodes,
    at: nodes.findIndex(({ index }) => index === here),
    go: by => {
      const next =
        by === 1
          ? (nodes.find(({ index }) => index > here) ?? nodes[0])
          : (nodes.findLast(({ index }) => index < here) ?? nodes.at(-1));
      if (next) {
        goTo(next);
      }
    }
  });
  return {
    tree,
    sums,
    nowUs,
    clock,
    view,
    ...zooming,
    zoomToSelected: () =>
      span && zooming.setZoom(zoomToSpan(clock, span.startUs, span.endUs ?? clock.openEndUs)),
    rows,
    cursor,
    selected,
    choose,
    goTo,
    move,
    step,
    fold,
    folding,
    setFolding,
    foldAll: () => setFolding(foldAll(tree, folding)),
    unfoldAll: () => setFolding(unfoldAll(folding)),
    errors: tour(errors),
    critical,
    showCritical,
    find,
    setFind,
    found: { ...tour(foundNodes), ids, isSearching, isAsked: found !== undefined }
  };
}

/** Follows the address when a link, or *Back*, names another span. */
function useSpanOfAddress(
  wanted: string | undefined,
  key: string,
  follow: (node: SpanNode) => void,
  tree: SpanTree
): void {
  const latest = useRef({ key, follow, tree });
  useEffect(() => {
    latest.current = { key, follow, tree };
  });
  useEffect(() => {
    const { current } = latest;
    const node = wanted === undefined ? undefined : current.tree.byId.get(wanted);
    if (node && current.key !== wanted) {
      current.follow(node);
    }
  }, [wanted]);
}

/** Where a row stands among all spans; a row of siblings stands just before the first of them. */
function indexAt(row: TreeRow | undefined): number {
  switch (row?.kind) {
    case 'span':
      return row.node.index;
    case 'run':
      return (row.run.nodes[0]?.index ?? 0) - 0.5;
    case 'missing':
      return (row.branch.tops[0]?.index ?? 0) - 0.5;
    default:
      return -1;
  }
}

function byNode(path: readonly PathStretch[]): Map<SpanNode, PathStretch[]> {
  const stretches = new Map<SpanNode, PathStretch[]>();
  for (const stretch of path) {
    const own = stretches.get(stretch.node) ?? [];
    stretches.set(stretch.node, own);
    own.push(stretch);
  }
  return stretches;
}
