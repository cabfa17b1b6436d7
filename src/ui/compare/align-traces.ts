import type { SpanNode, SpanTree } from '../trace/span-tree.ts';
import { diffLists } from './diff-lists.ts';

/** A span of one trace beside that of the other which stands at the same place by its name and those above it. */
export interface AlignedLine {
  depth: number;
  /** Only in A, only in B, or in both. */
  kind: 'removed' | 'added' | 'same';
  a: SpanNode | undefined;
  b: SpanNode | undefined;
  /** There on one side only, or another status, model, input or output. */
  isDifferent: boolean;
}

interface Pair {
  a: SpanNode | undefined;
  b: SpanNode | undefined;
  depth: number;
}

/** Two traces as one list, depth first: siblings are matched by kind and name in their order. */
export function alignTraces(a: SpanTree, b: SpanTree): AlignedLine[] {
  const lines: AlignedLine[] = [];
  const waiting = matchSiblings(topsOf(a), topsOf(b), 0).reverse();
  for (let pair = waiting.pop(); pair; pair = waiting.pop()) {
    lines.push(toLine(pair));
    const inner = matchSiblings(pair.a?.children ?? [], pair.b?.children ?? [], pair.depth + 1);
    for (let i = inner.length - 1; i >= 0; i--) {
      const each = inner[i];
      if (each) {
        waiting.push(each);
      }
    }
  }
  return lines;
}

function topsOf({ branches }: SpanTree): SpanNode[] {
  return branches.flatMap(({ tops }) => tops);
}

function matchSiblings(a: readonly SpanNode[], b: readonly SpanNode[], depth: number): Pair[] {
  const keyOf = ({ span }: SpanNode) => `${span.kind} ${span.name}`;
  return diffLists(a.map(keyOf), b.map(keyOf)).map(step => ({
    a: step.kind === 'added' ? undefined : a[step.a],
    b: step.kind === 'removed' ? undefined : b[step.b],
    depth
  }));
}

function toLine({ a, b, depth }: Pair): AlignedLine {
  const kind = !b ? 'removed' : !a ? 'added' : 'same';
  const isDifferent =
    !a ||
    !b ||
    (['statusCode', 'model', 'input', 'output'] as const).some(
      field => a.span[field] !== b.span[field]
    );
  return { depth, kind, a, b, isDifferent };
}
