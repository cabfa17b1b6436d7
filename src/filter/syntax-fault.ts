import type { SyntaxNode, Tree } from '@lezer/common';
import type { Failure, TextRange } from '../contract/failures.ts';
import { filterFailure, quoteFragment } from './filter-failure.ts';
import { childrenOf, OPENING, type Source } from './source.ts';
import type { Token } from './tokens.ts';

/** What somebody who knows another language may write, and what to write here. */
const INSTEAD = new Map([
  ['=', 'Write == to compare'],
  ['&&', 'Write and'],
  ['&', 'Write and'],
  ['||', 'Write or'],
  ['|', 'Write or'],
  ['!', 'Write not'],
  ['AND', 'Write and in lower case'],
  ['OR', 'Write or in lower case'],
  ['NOT', 'Write not in lower case'],
  ['IN', 'Write in in lower case'],
  ['IS', 'Write is in lower case'],
  ['LIKE', "Write 'text' in name"],
  ['CONTAINS', "Write 'text' in name"]
]);

/** A bracket or quote that has no counterpart. */
export function describeUnmatched(token: Token): Failure {
  return token.text.length > 1 || /['"]/.test(token.text)
    ? syntaxFailure(token, 'a text has no closing quote')
    : syntaxFailure(token, `${token.text} has no counterpart`);
}

/** Nothing stands where an operand should, behind `before` if anything is there. */
export function describeMissing(before: Token | undefined, behind: Token | undefined): Failure {
  if (before && !/^[([{]$/.test(before.text)) {
    const at = { from: before.to, to: before.to };
    return syntaxFailure(at, `a value is missing after ${before.text}`);
  }
  return behind
    ? syntaxFailure(behind, `${behind.text} is not expected here`)
    : syntaxFailure({ from: 0, to: 0 }, 'it is empty');
}

/** The first place where the parser had to guess, as a failure; undefined when the text is one expression. */
export function findFault(tree: Tree, source: Source): Failure | undefined {
  const error = findError(tree);
  const [statement, ...others] = childrenOf(tree.topNode);
  const [expression] = statement ? childrenOf(statement) : [];
  const isWhole = expression?.from === 0 && expression.to === tree.length && others.length === 0;
  if (!isWhole || error) {
    return describeError(source, error ?? (expression as SyntaxNode));
  }
  if (expression.name === 'TupleExpression') {
    const comma = childrenOf(expression).find(({ name }) => name === ',') ?? expression;
    return syntaxFailure(source.locate(comma), 'a comma stands outside of a list');
  }
  return undefined;
}

function syntaxFailure(at: TextRange, reason: string, hint?: string): Failure {
  const message = `Cannot read the filter: ${reason} (character ${at.from + 1})`;
  return filterFailure('filter/syntax', message, at, hint);
}

function findError(tree: Tree): SyntaxNode | undefined {
  const cursor = tree.cursor();
  do {
    if (cursor.type.isError) {
      return cursor.node;
    }
  } while (cursor.next());
  return undefined;
}

/** An error without extent is something that is missing; one with is something that is too much. */
function describeError(source: Source, error: SyntaxNode): Failure {
  const { text } = source;
  const { from, to } = source.locate(error);
  const start = source.locate({ from: OPENING.length, to: OPENING.length }).from;
  const surplus = readSurplus(text, { from: from - start, to: to - start });
  if (surplus !== '') {
    const range = { from, to: Math.max(to, from + surplus.length) };
    return syntaxFailure(
      range,
      `${quoteFragment(surplus)} is not expected here`,
      INSTEAD.get(surplus)
    );
  }
  const before = text.slice(0, from - start).trimEnd();
  const [word] = /[A-Za-z_]\w*$|[^\s\w'")\]]+$/.exec(before) ?? [];
  const end = { from: start + before.length, to: start + before.length };
  const reason =
    word === undefined
      ? 'something is missing at its end'
      : `a value is missing after ${quoteFragment(word)}`;
  return syntaxFailure(end, reason);
}

function readSurplus(text: string, { from, to }: TextRange): string {
  if (to > from) {
    return text.slice(from, to).trim();
  }
  const rest = text.slice(from).trimStart();
  return rest.startsWith('#') ? '' : (/^(?:\w+|[^\s\w]+)/.exec(rest)?.[0] ?? '');
}
