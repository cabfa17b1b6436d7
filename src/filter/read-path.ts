import type { SyntaxNode } from '@lezer/common';
import type { TextRange } from '../contract/failures.ts';
import { filterFailure, quoteFragment } from './filter-failure.ts';
import { childrenOf, unsupported, type Source } from './source.ts';
import type { PathStep, PathSyntax, Syntax } from './syntax.ts';

type Read = (node: SyntaxNode) => Syntax;

/** Reads a name with whatever dots and subscripts follow it; `read` reads what stands in the brackets. */
export function readPath(source: Source, node: SyntaxNode, read: Read): PathSyntax {
  const steps: PathStep[] = [];
  let rest = node;
  while (rest.name === 'MemberExpression') {
    steps.unshift(readStep(source, rest, read));
    rest = rest.firstChild as SyntaxNode;
  }
  if (rest.name !== 'VariableName') {
    throw unsupported(source, node);
  }
  return { kind: 'path', root: readName(source, rest), steps };
}

function readStep(source: Source, node: SyntaxNode, read: Read): PathStep {
  const [, sign, key, closing] = childrenOf(node);
  if (sign?.name === '.' && key) {
    return { ...source.locate(key), by: 'name', name: readName(source, key) };
  }
  if (sign?.name !== '[' || !key || closing?.name !== ']') {
    throw unsupported(source, node);
  }
  return readSubscript(source, key, read);
}

function readSubscript(source: Source, node: SyntaxNode, read: Read): PathStep {
  const at = source.locate(node);
  const index = read(node);
  if (index.kind === 'string') {
    return { ...at, by: 'key', key: index.value };
  }
  const position = readPosition(index);
  if (position !== undefined) {
    return { ...at, by: 'position', position };
  }
  if (index.kind === 'list' && index.items.length > 0) {
    const keys = index.items.map(item =>
      item.kind === 'string' ? item.value : readPosition(item)
    );
    if (keys.every(key => key !== undefined)) {
      return { ...at, by: 'keys', keys };
    }
  }
  throw filterFailure(
    'filter/unsupported',
    `Cannot use [${quoteFragment(source.textOf(node))}]: a key is a text, a position a whole number`,
    at
  );
}

function readPosition(index: Syntax): number | undefined {
  if (index.kind === 'number') {
    return Number.isSafeInteger(index.value) ? (index.value as number) : undefined;
  }
  if (index.kind === 'sign' && index.operator === '-') {
    const position = readPosition(index.operand);
    return position === undefined || position < 0 ? undefined : -position;
  }
  return undefined;
}

function readName(source: Source, node: SyntaxNode): string {
  const name = source.textOf(node);
  const plain = name.normalize('NFKC');
  if (plain !== name) {
    throw filterFailure(
      'filter/syntax',
      `Cannot use the name ${quoteFragment(name)}: it would be read as ${quoteFragment(plain)}`,
      source.locate(node),
      `Write ${quoteFragment(plain)}`
    );
  }
  refuseStrangers(name, source.locate(node));
  return name;
}

/** The grammar takes any character beyond ASCII for a letter, also quotes that a word processor has bent. */
function refuseStrangers(name: string, { from }: TextRange): void {
  const stranger = /[^\p{XID_Continue}]/u.exec(name);
  if (stranger) {
    const [character] = stranger;
    const at = { from: from + stranger.index, to: from + stranger.index + character.length };
    throw filterFailure(
      'filter/syntax',
      `Cannot read the filter: ${character} is not expected here (character ${at.from + 1})`,
      at,
      /\p{Quotation_Mark}/u.test(character) ? 'Write \' or " around a text' : undefined
    );
  }
}
