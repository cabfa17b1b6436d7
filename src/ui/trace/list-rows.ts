import type { SpanKind } from '../../contract/span.ts';
import type { Branch, Run, SpanNode, SpanTree } from './span-tree.ts';

/** What a reader has folded; keys are ids of spans. */
export interface Folding {
  /** Spans, and parents that are missing, whose children are hidden. */
  folded: ReadonlySet<string>;
  /** Siblings stand as one row until they are opened. */
  hasRuns: boolean;
  openRuns: ReadonlySet<string>;
  /** Only spans of these kinds, and what they hang on; undefined: all. */
  kinds: ReadonlySet<SpanKind> | undefined;
}

export const NOTHING_FOLDED: Folding = {
  folded: new Set(),
  hasRuns: true,
  openRuns: new Set(),
  kinds: undefined
};

interface RowPlace {
  key: string;
  depth: number;
  isFolded: boolean;
}
export type SpanTreeRow = RowPlace & {
  kind: 'span';
  node: SpanNode;
  /** Here only because something below it is of the kinds asked for. */
  isFaint: boolean;
};
export type RunRow = RowPlace & { kind: 'run'; run: Run; errors: number };
export type MissingRow = RowPlace & { kind: 'missing'; branch: Branch; parentId: string };
export type TreeRow = SpanTreeRow | RunRow | MissingRow;

type Step = { nodes: readonly SpanNode[]; at: number; depth: number; isInRun: boolean };

/** The rows of the tree from top to bottom. */
export function listRows(tree: SpanTree, folding: Folding): TreeRow[] {
  const rows: TreeRow[] = [];
  const shown = folding.kinds && findShown(tree, folding.kinds);
  for (const branch of tree.branches) {
    const isMissing = branch.parentId !== null;
    if (branch.parentId !== null) {
      const isFolded = folding.folded.has(branch.parentId);
      const { parentId } = branch;
      rows.push({ kind: 'missing', key: parentId, parentId, branch, depth: 0, isFolded });
      if (isFolded) {
        continue;
      }
    }
    addRows(rows, branch.tops, isMissing ? 1 : 0, folding, shown);
  }
  return rows;
}

function addRows(
  rows: TreeRow[],
  tops: readonly SpanNode[],
  depth: number,
  folding: Folding,
  shown: ReadonlySet<SpanNode> | undefined
): void {
  const steps: Step[] = [{ nodes: tops, at: 0, depth, isInRun: false }];
  for (let step = steps.at(-1); step; step = steps.at(-1)) {
    const node = step.nodes[step.at];
    if (!node) {
      steps.pop();
      continue;
    }
    if (folding.hasRuns && node.run && !step.isInRun) {
      step.at += node.run.nodes.length;
      addRun(rows, steps, node.run, step.depth, folding, shown);
      continue;
    }
    step.at++;
    if (shown && !shown.has(node)) {
      continue;
    }
    const { spanId } = node.span;
    const isFolded = node.children.length > 0 && folding.folded.has(spanId);
    const isFaint = folding.kinds !== undefined && !folding.kinds.has(node.span.kind);
    rows.push({ kind: 'span', key: spanId, node, depth: step.depth, isFolded, isFaint });
    if (!isFolded && node.children.length > 0) {
      steps.push({ nodes: node.children, at: 0, depth: step.depth + 1, isInRun: false });
    }
  }
}

function addRun(
  rows: TreeRow[],
  steps: Step[],
  run: Run,
  depth: number,
  { openRuns }: Folding,
  shown: ReadonlySet<SpanNode> | undefined
): void {
  const nodes = shown ? run.nodes.filter(node => shown.has(node)) : run.nodes;
  if (nodes.length === 0) {
    return;
  }
  const isFolded = !openRuns.has(run.key);
  const errors = nodes.reduce(
    (sum, { span, errorsBelow }) => sum + errorsBelow + (span.statusCode === 'ERROR' ? 1 : 0),
    0
  );
  rows.push({
    kind: 'run',
    key: runRowKey(run),
    run: { key: run.key, nodes },
    errors,
    depth,
    isFolded
  });
  if (!isFolded) {
    steps.push({ nodes, at: 0, depth: depth + 1, isInRun: true });
  }
}

/** Distinct from the key of the run's first span, which may be a row as well. */
export function runRowKey({ key }: Run): string {
  return `${key}…`;
}

/** Spans of the kinds, and everything above them. */
function findShown(tree: SpanTree, kinds: ReadonlySet<SpanKind>): ReadonlySet<SpanNode> {
  const shown = new Set<SpanNode>();
  for (const start of tree.nodes) {
    if (kinds.has(start.span.kind)) {
      for (let node: SpanNode | undefined = start; node && !shown.has(node); node = node.parent) {
        shown.add(node);
      }
    }
  }
  return shown;
}

/** The folding in which the row of a span is seen. */
export function reveal(node: SpanNode, folding: Folding): Folding {
  const [folded, openRuns] = [new Set(folding.folded), new Set(folding.openRuns)];
  let top = node;
  for (let each: SpanNode | undefined = node; each; each = each.parent) {
    if (each.run) {
      openRuns.add(each.run.key);
    }
    if (each !== node) {
      folded.delete(each.span.spanId);
    }
    top = each;
  }
  if (top.span.parentId !== null) {
    folded.delete(top.span.parentId);
  }
  const kinds = folding.kinds?.has(node.span.kind) === false ? undefined : folding.kinds;
  return { ...folding, folded, openRuns, kinds };
}

/** Folds or unfolds a row. */
export function foldRow(row: TreeRow, isFolded: boolean, folding: Folding): Folding {
  if (row.kind === 'run') {
    const openRuns = new Set(folding.openRuns);
    openRuns[isFolded ? 'delete' : 'add'](row.run.key);
    return { ...folding, openRuns };
  }
  const folded = new Set(folding.folded);
  folded[isFolded ? 'add' : 'delete'](row.key);
  return { ...folding, folded };
}

/** Every parent folded but those at the top, whose children are the outline of the trace. */
export function foldAll(tree: SpanTree, folding: Folding): Folding {
  const folded = new Set<string>();
  for (const { span, children, depth } of tree.nodes) {
    if (depth > 0 && children.length > 0) {
      folded.add(span.spanId);
    }
  }
  return { ...folding, folded, openRuns: new Set() };
}

export function unfoldAll(folding: Folding): Folding {
  return { ...folding, folded: new Set() };
}

/** Whether a row can be folded. */
export function canFold(row: TreeRow): boolean {
  return row.kind !== 'span' || row.node.children.length > 0;
}

/** The row that stands for a span: its own, else the folded one that holds it. */
export function findRow(rows: readonly TreeRow[], tree: SpanTree, key: string): number {
  const own = rows.findIndex(row => row.key === key);
  if (own !== -1) {
    return own;
  }
  const holders = new Set<string>();
  for (let node = tree.byId.get(key); node; node = node.parent) {
    holders.add(node.span.spanId);
    if (node.run) {
      holders.add(runRowKey(node.run));
    }
    if (!node.parent && node.span.parentId !== null) {
      holders.add(node.span.parentId);
    }
  }
  return rows.findLastIndex(row => holders.has(row.key));
}
