import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@lezer/python';
import type { TextRange } from '../contract/failures.ts';
import { filterFailure, quoteFragment } from './filter-failure.ts';

/** Parentheses around the filter let it go over several lines; they shift the parser's offsets by one. */
export const OPENING = '(';
/** On a line of its own, so that a comment cannot swallow it. */
const CLOSING = '\n)';

/** A piece of a filter that the parser has read by itself. */
export interface Source {
  text: string;
  /** Where a node lies in the whole filter. */
  locate(node: TextRange): TextRange;
  textOf(node: TextRange): string;
}

export function parsePython(text: string): Tree {
  return parser.parse(`${OPENING}${text}${CLOSING}`);
}

/** The source of the piece of a filter that begins at `start`. */
export function createSource(text: string, start = 0): Source {
  const clamp = (offset: number) => Math.max(0, Math.min(offset - OPENING.length, text.length));
  return {
    text,
    locate: ({ from, to }) => ({ from: clamp(from) + start, to: clamp(to) + start }),
    textOf: ({ from, to }) => text.slice(clamp(from), clamp(to))
  };
}

export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'Comment') {
      children.push(child);
    }
  }
  return children;
}

/** Constructs of Python that somebody may try, by the parser's name. */
const CONSTRUCTS = new Map([
  ['FormatString', 'formatted texts are'],
  ['DictionaryExpression', 'dictionaries are'],
  ['SetExpression', 'sets are'],
  ['LambdaExpression', 'functions are'],
  ['ConditionalExpression', 'if … else is'],
  ['ComprehensionExpression', 'comprehensions are'],
  ['ArrayComprehensionExpression', 'comprehensions are'],
  ['NamedExpression', 'assignments are'],
  ['AwaitExpression', 'await is'],
  ['YieldExpression', 'yield is']
]);

export function unsupported(source: Source, node: SyntaxNode): Error {
  const construct = CONSTRUCTS.get(node.name) ?? 'it is';
  return filterFailure(
    'filter/unsupported',
    `Cannot use ${quoteFragment(source.textOf(node))}: ${construct} not part of the filter language`,
    source.locate(node)
  );
}
