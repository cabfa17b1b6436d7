import { addSums, isNothing, NOTHING, subtractSums, type Sums } from '../sums.ts';

/** A span among others of its trace, as far as sums are concerned. */
export interface TreeNode {
  readonly spanId: string;
  /** Row of a stored span; null for one that is being added. */
  readonly id: number | null;
  parentId: string | null;
  /** Its parents lead back to itself, or are too many: it is a root, and its sums end here. */
  isCut: boolean;
  /** Its own and those below it, as stored; nothing for a new one. */
  stored: Readonly<Sums>;
  /** What is to be added to `stored`. */
  delta: Sums;
}

/** Parents above a span that are followed; a chain that is longer is cut. */
export const MAX_DEPTH = 1000;

/** What the tree needs to know of spans that are stored already. */
export interface StoredSpans {
  find(spanId: string): TreeNode | undefined;
  /** Children that came before their parent; cut ones are not among them. */
  childrenOf(spanId: string): TreeNode[];
}

/**
 * Adds spans to a trace in any order and keeps the sums of all that lie above them right. Only what a batch touches is read: its spans, children that
 * waited for them, and their ancestors.
 */
export class SpanTree {
  readonly #stored: StoredSpans;
  readonly #nodes = new Map<string, TreeNode | null>();
  readonly #touched = new Map<string, TreeNode>();
  /** Stored spans that got another parent. */
  readonly #moved = new Set<TreeNode>();
  /** Stored spans that turn out to be their own ancestors. */
  readonly uprooted = new Set<TreeNode>();

  constructor(stored: StoredSpans) {
    this.#stored = stored;
  }

  /** A span of the trace, stored or added. */
  find(spanId: string): TreeNode | undefined {
    let node = this.#nodes.get(spanId);
    if (node === undefined) {
      node = this.#stored.find(spanId) ?? null;
      this.#nodes.set(spanId, node);
    }
    return node ?? undefined;
  }

  /** Adds a span that was not there. */
  add(spanId: string, parentId: string | null, own: Readonly<Sums>): TreeNode {
    const node = {
      spanId,
      id: null,
      parentId,
      isCut: false,
      stored: NOTHING,
      delta: { ...own }
    };
    this.#nodes.set(spanId, node);
    this.#touched.set(spanId, node);
    const children = new Set(this.#moved);
    for (const child of this.#stored.childrenOf(spanId)) {
      // One that this batch has met already is known better here.
      const known = this.#nodes.get(child.spanId) ?? child;
      this.#nodes.set(child.spanId, known);
      children.add(known);
    }
    for (const child of children) {
      if (child.parentId === spanId && !child.isCut) {
        node.delta = addSums(node.delta, child.stored);
      }
    }
    this.#cutIfEndless(node);
    return node;
  }

  /** A later version of a stored span: other numbers, perhaps another parent. */
  replace(
    node: TreeNode,
    parentId: string | null,
    before: Readonly<Sums>,
    own: Readonly<Sums>
  ): void {
    if (parentId !== node.parentId) {
      this.#leaveParent(node);
      this.#moved.add(node);
      node.parentId = parentId;
      node.isCut = false;
      this.#cutIfEndless(node);
      const parent = this.#parentOf(node);
      if (parent) {
        parent.delta = addSums(parent.delta, node.stored);
        this.#touched.set(parent.spanId, parent);
      }
    }
    node.delta = addSums(node.delta, subtractSums(own, before));
    this.#touched.set(node.spanId, node);
  }

  /** Whether the parent of a span is there. */
  isRoot(node: TreeNode): boolean {
    return node.isCut || this.#parentOf(node) === undefined;
  }

  /** Carries every difference up to the top, and returns the spans whose sums or place have changed. */
  settle(): TreeNode[] {
    const depths = new Map<string, number>();
    const waiting: TreeNode[][] = [];
    const queue = (node: TreeNode) => (waiting[this.#depthOf(node, depths)] ??= []).push(node);
    this.#touched.forEach(queue);
    for (let depth = waiting.length - 1; depth > 0; depth--) {
      for (const node of waiting[depth] ?? []) {
        const parent = this.#parentOf(node);
        if (parent && !isNothing(node.delta)) {
          if (!this.#touched.has(parent.spanId)) {
            this.#touched.set(parent.spanId, parent);
            queue(parent);
          }
          parent.delta = addSums(parent.delta, node.delta);
        }
      }
    }
    return [...this.#touched.values()];
  }

  #parentOf({ parentId, isCut }: TreeNode): TreeNode | undefined {
    return parentId === null || isCut ? undefined : this.find(parentId);
  }

  #leaveParent(node: TreeNode): void {
    const parent = this.#parentOf(node);
    if (parent) {
      parent.delta = subtractSums(parent.delta, node.stored);
      this.#touched.set(parent.spanId, parent);
    }
  }

  /** All spans of a circle are cut, so that it is the same whichever came last. `node` has not added its sums to its parent yet. */
  #cutIfEndless(node: TreeNode): void {
    const above: TreeNode[] = [];
    for (let up = this.#parentOf(node); up; up = this.#parentOf(up)) {
      if (up === node) {
        above.forEach(each => this.#leaveParent(each));
        above.forEach(each => this.#cut(each));
      }
      if (up === node || above.length === MAX_DEPTH) {
        node.isCut = true;
        return;
      }
      above.push(up);
    }
  }

  #cut(node: TreeNode): void {
    node.isCut = true;
    this.#touched.set(node.spanId, node);
    if (node.id !== null) {
      this.uprooted.add(node);
    }
  }

  /** 0 for a root; parents are known to end, because spans that close a circle were cut. */
  #depthOf(node: TreeNode, depths: Map<string, number>): number {
    const path: TreeNode[] = [];
    let up: TreeNode | undefined = node;
    while (up && !depths.has(up.spanId)) {
      path.push(up);
      up = this.#parentOf(up);
    }
    let depth = up ? (depths.get(up.spanId) ?? 0) : -1;
    for (const each of path.reverse()) {
      depths.set(each.spanId, ++depth);
    }
    return depths.get(node.spanId) ?? 0;
  }
}
