import type { SpanRow } from '../../contract/traces.ts';

export interface SpanNode {
  span: SpanRow;
  /** Place in {@link SpanTree.nodes}. */
  index: number;
  parent: SpanNode | undefined;
  /** In order of their start. */
  children: SpanNode[];
  /** Parents above it. */
  depth: number;
  /** Spans below it, and how many of them have an error. */
  below: number;
  errorsBelow: number;
  /** Siblings of the same name and kind one after the other, when there are many. */
  run: Run | undefined;
  /** Its parents lead back to itself: it stands at the top all the same. */
  isCut: boolean;
}

export interface Run {
  /** The id of its first span. */
  key: string;
  nodes: readonly SpanNode[];
}

/** Spans without a parent (`parentId` null), or all whose parent is one that has not come. */
export interface Branch {
  parentId: string | null;
  tops: SpanNode[];
}

export interface SpanTree {
  /** Depth first, as they stand under each other when nothing is folded. */
  nodes: readonly SpanNode[];
  branches: readonly Branch[];
  byId: ReadonlyMap<string, SpanNode>;
}

/** Fewer siblings are sooner read than unfolded. */
const MIN_RUN = 5;

/** The spans of one trace as a tree, whatever is missing of it: linear in their number, at any depth. */
export function buildSpanTree(spans: readonly SpanRow[]): SpanTree {
  const byId = new Map<string, SpanNode>();
  for (const span of spans) {
    byId.set(span.spanId, createNode(span));
  }
  const branches = new Map<string | null, Branch>();
  const addTop = (parentId: string | null, node: SpanNode) => {
    const branch = branches.get(parentId) ?? { parentId, tops: [] };
    branches.set(parentId, branch);
    branch.tops.push(node);
  };
  for (const node of byId.values()) {
    const { parentId, spanId } = node.span;
    const parent = parentId === null || parentId === spanId ? undefined : byId.get(parentId);
    if (parent) {
      node.parent = parent;
      parent.children.push(node);
    } else {
      addTop(parentId === spanId ? null : parentId, node);
    }
  }
  cutCircles(byId, node => addTop(null, node));
  const nodes = toDepthFirst([...branches.values()]);
  // From the end: what is below a node has been counted before the node is.
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i];
    if (node?.parent) {
      node.parent.below += 1 + node.below;
      node.parent.errorsBelow += node.errorsBelow + (node.span.statusCode === 'ERROR' ? 1 : 0);
    }
  }
  for (const { children } of nodes) {
    markRuns(children);
  }
  for (const { tops } of branches.values()) {
    markRuns(tops);
  }
  return { nodes, branches: [...branches.values()], byId };
}

function createNode(span: SpanRow): SpanNode {
  return {
    span,
    index: 0,
    parent: undefined,
    children: [],
    depth: 0,
    below: 0,
    errorsBelow: 0,
    run: undefined,
    isCut: false
  };
}

/** A node from which no top is reached stands in a circle, or below one: the circle is opened at the first that is met. */
function cutCircles(byId: ReadonlyMap<string, SpanNode>, addTop: (node: SpanNode) => void): void {
  const reached = new Set<SpanNode>();
  for (const start of byId.values()) {
    const way = new Set<SpanNode>();
    let node: SpanNode | undefined = start;
    while (node && !reached.has(node) && !way.has(node)) {
      way.add(node);
      node = node.parent;
    }
    if (node && way.has(node)) {
      const { parent } = node;
      parent?.children.splice(parent.children.indexOf(node), 1);
      node.parent = undefined;
      node.isCut = true;
      addTop(node);
    }
    way.forEach(each => reached.add(each));
  }
}

function toDepthFirst(branches: readonly Branch[]): SpanNode[] {
  const nodes: SpanNode[] = [];
  const waiting = branches.flatMap(({ tops }) => tops).reverse();
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    node.index = nodes.length;
    node.depth = node.parent ? node.parent.depth + 1 : 0;
    nodes.push(node);
    for (let i = node.children.length - 1; i >= 0; i--) {
      const child = node.children[i];
      if (child) {
        waiting.push(child);
      }
    }
  }
  return nodes;
}

function markRuns(siblings: readonly SpanNode[]): void {
  for (let from = 0, to = 1; from < siblings.length; from = to, to = from + 1) {
    const first = siblings[from];
    while (first && isAlike(first, siblings[to])) {
      to++;
    }
    if (first && to - from >= MIN_RUN) {
      const nodes = siblings.slice(from, to);
      const run: Run = { key: first.span.spanId, nodes };
      nodes.forEach(node => {
        node.run = run;
      });
    }
  }
}

function isAlike({ span: a }: SpanNode, other: SpanNode | undefined): boolean {
  return other !== undefined && a.name === other.span.name && a.kind === other.span.kind;
}

/** Spans with an error, from top to bottom. */
export function listErrors({ nodes }: SpanTree): SpanNode[] {
  return nodes.filter(({ span }) => span.statusCode === 'ERROR');
}
