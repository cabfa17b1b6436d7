import type { SyntaxNode } from '@lezer/common';
import type { TextRange } from '../contract/failures.ts';
import { filterFailure, quoteFragment } from './filter-failure.ts';
import { MAX_LENGTH, MAX_NESTING } from './limits.ts';
import { readNumber } from './read-number.ts';
import { readPath } from './read-path.ts';
import { readString } from './read-string.ts';
import { childrenOf, createSource, parsePython, unsupported, type Source } from './source.ts';
import { describeMissing, describeUnmatched, findFault } from './syntax-fault.ts';
import { scanTokens, type Token } from './tokens.ts';
import type { ArithmeticOperator, CompareOperator, Syntax } from './syntax.ts';

/** Reads a filter; undefined when it is blank or a lone comment. Throws the `filter/…` failure that points at what is wrong. */
export function readSyntax(text: string): Syntax | undefined {
  checkText(text);
  const { tokens, unmatched } = scanTokens(text);
  if (unmatched) {
    throw describeUnmatched(unmatched);
  }
  if (tokens.length === 0) {
    return undefined;
  }
  const deepest = tokens.find(({ depth }) => depth > MAX_NESTING);
  if (deepest) {
    checkDepth(deepest.depth, deepest);
  }
  const scanned = {
    text: blankTrailingPoints(text, tokens),
    tokens,
    operatorsBefore: countBefore(tokens, token => OPERATOR.test(token.text)),
    negationsBefore: countBefore(tokens, (token, i) =>
      isNegation(token, tokens[i - 1], tokens[i + 1])
    )
  };
  return readLogic(scanned, 0, tokens.length, 0);
}

/** What makes the parser go one level down, dots and brackets of a path among it. */
const OPERATOR = /^(?:and|or|not|in|is|[-+*/%<>=!.[])$/;

/** The parser does not know `1.`, which is `1`: a space takes the place of the point, so that everything else stays where it is. */
function blankTrailingPoints(text: string, tokens: readonly Token[]): string {
  let blanked = text;
  tokens.forEach((point, i) => {
    const [before, number, behind] = [tokens[i - 2], tokens[i - 1], tokens[i + 1]];
    const isFraction = before?.text === '.' && before.to === number?.from;
    const goesOn = behind?.from === point.to && /^[\p{L}\p{N}_.]/u.test(behind.text);
    const isNumber = number?.to === point.from && /^\d[\d_]*$/.test(number.text);
    if (point.text === '.' && isNumber && !isFraction && !goesOn) {
      blanked = `${blanked.slice(0, point.from)} ${blanked.slice(point.to)}`;
    }
  });
  return blanked;
}

/** `not` that is no part of `is not` or `not in`. */
function isNegation(
  { text }: Token,
  before: Token | undefined,
  behind: Token | undefined
): boolean {
  return text === 'not' && before?.text !== 'is' && behind?.text !== 'in';
}

/** How many tokens of a kind stand before each, and before the end. */
function countBefore(
  tokens: readonly Token[],
  isCounted: (token: Token, i: number) => boolean
): number[] {
  const counts = [0];
  tokens.forEach((token, i) => counts.push((counts[i] ?? 0) + (isCounted(token, i) ? 1 : 0)));
  return counts;
}

/** Operators in a row that the parser reads before it gives up are 300; with a margin. */
const MAX_CHAIN = 250;

interface Scanned {
  text: string;
  tokens: readonly Token[];
  operatorsBefore: readonly number[];
  negationsBefore: readonly number[];
}

function countOperators({ operatorsBefore }: Scanned, start: number, end: number): number {
  return (operatorsBefore[end] ?? 0) - (operatorsBefore[start] ?? 0);
}

/** Long chains are too much for the parser, and its `not` binds looser than `and` (@lezer/python 1.1), unlike Python's. */
function canParse(scanned: Scanned, start: number, end: number): boolean {
  const { negationsBefore } = scanned;
  const hasNegation = negationsBefore[end] !== negationsBefore[start];
  return !hasNegation && countOperators(scanned, start, end) <= MAX_CHAIN;
}

/** Reads the tokens from `start` to `end`: at once when the parser can, else taken apart at `or`, `and`, `not` and parentheses. */
function readLogic(scanned: Scanned, start: number, end: number, depth: number): Syntax {
  const { tokens } = scanned;
  const first = tokens[start];
  if (start >= end || !first) {
    throw describeMissing(tokens[start - 1], tokens[start]);
  }
  checkDepth(depth, first);
  if (canParse(scanned, start, end)) {
    return readExpression(scanned, start, end, depth);
  }
  for (const operator of ['or', 'and'] as const) {
    const cuts = findWords(scanned, start, end, operator);
    if (cuts.length > 0) {
      const operands = readPieces(scanned, [start - 1, ...cuts, end], operator, depth + 1);
      return { ...rangeOf(operands), kind: 'logic', operator, operands };
    }
  }
  if (isNegation(first, tokens[start - 1], tokens[start + 1])) {
    const operand = readLogic(scanned, start + 1, end, depth + 1);
    return { from: first.from, to: operand.to, kind: 'not', operand };
  }
  return first.text === '(' && findClosing(tokens, start) === end - 1
    ? readLogic(scanned, start + 1, end - 1, depth + 1)
    : readExpression(scanned, start, end, depth);
}

/** Reads a chain whose operands lie between `bounds` in pieces as large as the parser takes. */
function readPieces(
  scanned: Scanned,
  bounds: number[],
  operator: 'and' | 'or',
  depth: number
): Syntax[] {
  const operands: Syntax[] = [];
  let start = bounds[0] ?? -1;
  bounds.slice(1).forEach((bound, i) => {
    const next = bounds[i + 2];
    if (next === undefined || !canParse(scanned, start + 1, next)) {
      const piece = readLogic(scanned, start + 1, bound, depth);
      const isSame = piece.kind === 'logic' && piece.operator === operator;
      operands.push(...(isSame ? piece.operands : [piece]));
      start = bound;
    }
  });
  return operands;
}

function rangeOf(operands: Syntax[]): TextRange {
  return { from: operands[0]?.from ?? 0, to: operands.at(-1)?.to ?? 0 };
}

/** Positions of a word outside of all brackets that open behind `start`. */
function findWords({ tokens }: Scanned, start: number, end: number, word: string): number[] {
  const depth = tokens[start]?.depth;
  const found: number[] = [];
  for (let i = start; i < end; i++) {
    const token = tokens[i];
    if (token?.text === word && token.depth === depth && tokens[i - 1]?.text !== '.') {
      found.push(i);
    }
  }
  return found;
}

function findClosing(tokens: readonly Token[], opening: number): number {
  const depth = tokens[opening]?.depth;
  return tokens.findIndex((token, i) => i > opening && token.depth === depth);
}

function readExpression(scanned: Scanned, start: number, end: number, depth: number): Syntax {
  const [from, to] = [scanned.tokens[start]?.from ?? 0, scanned.tokens[end - 1]?.to ?? 0];
  const source = createSource(scanned.text.slice(from, to), from);
  const tree = parsePython(source.text);
  const fault = findFault(tree, source);
  if (fault) {
    checkDepth(countOperators(scanned, start, end) > MAX_CHAIN ? Infinity : 0, { from, to });
    throw fault;
  }
  const [expression] = childrenOf(tree.topNode).flatMap(childrenOf);
  return readNode(source, childrenOf(expression as SyntaxNode)[1] as SyntaxNode, depth);
}

function checkDepth(depth: number, at: TextRange): void {
  if (depth > MAX_NESTING) {
    throw filterFailure(
      'filter/too-large',
      `Cannot read the filter: it is nested more than ${MAX_NESTING} deep`,
      at
    );
  }
}

function checkText(text: string): void {
  if (text.length > MAX_LENGTH) {
    throw filterFailure(
      'filter/too-large',
      `Cannot read a filter of ${text.length} characters: ${MAX_LENGTH} are the limit`,
      { from: MAX_LENGTH, to: text.length }
    );
  }
  const nul = text.indexOf('\0');
  if (nul >= 0) {
    throw filterFailure('filter/syntax', 'Cannot read the filter: it contains a NUL character', {
      from: nul,
      to: nul + 1
    });
  }
}

function readNode(source: Source, node: SyntaxNode, depth: number): Syntax {
  const at = source.locate(node);
  checkDepth(depth, at);
  switch (node.name) {
    case 'ParenthesizedExpression':
      return readNode(source, childrenOf(node)[1] as SyntaxNode, depth + 1);
    case 'BinaryExpression':
      return readBinary(source, node, depth);
    case 'UnaryExpression':
      return readUnary(source, node, depth);
    case 'VariableName':
    case 'MemberExpression':
      return { ...at, ...readPath(source, node, index => readNode(source, index, depth + 1)) };
    case 'String':
      return { ...at, kind: 'string', value: readString(source.textOf(node), at) };
    case 'ContinuedString':
      return {
        ...at,
        kind: 'string',
        value: childrenOf(node)
          .map(part => readString(source.textOf(part), source.locate(part)))
          .join('')
      };
    case 'Number':
      return { ...at, kind: 'number', value: readNumber(source.textOf(node), at) };
    case 'Boolean':
      return { ...at, kind: 'constant', value: source.textOf(node) === 'True' };
    case 'None':
      return { ...at, kind: 'constant', value: null };
    case 'ArrayExpression':
    case 'TupleExpression':
      return { ...at, kind: 'list', items: readItems(source, node, depth) };
    case 'CallExpression':
      return readCall(source, node, depth);
    default:
      throw unsupported(source, node);
  }
}

function readItems(source: Source, node: SyntaxNode, depth: number): Syntax[] {
  return childrenOf(node)
    .filter(({ name }) => !/^[[\](),]$/.test(name))
    .map(item => readNode(source, item, depth + 1));
}

function readCall(source: Source, node: SyntaxNode, depth: number): Syntax {
  const [callee, argumentList] = childrenOf(node);
  if (callee?.name !== 'VariableName' || !argumentList) {
    throw filterFailure(
      'filter/unsupported',
      `Cannot use ${quoteFragment(source.textOf(node))}: values have no methods`,
      source.locate(node),
      'Only str(…), float(…) and int(…) can be called'
    );
  }
  const unusual = childrenOf(argumentList).find(
    ({ name }) => name === 'AssignOp' || name === '*' || name === '**'
  );
  if (unusual) {
    throw unsupported(source, argumentList);
  }
  return {
    ...source.locate(node),
    kind: 'call',
    name: source.textOf(callee),
    nameAt: source.locate(callee),
    operands: readItems(source, argumentList, depth)
  };
}

function readUnary(source: Source, node: SyntaxNode, depth: number): Syntax {
  const [operator, operand] = childrenOf(node) as [SyntaxNode, SyntaxNode];
  const at = source.locate(node);
  const sign = source.textOf(operator);
  if (sign === 'not') {
    return { ...at, kind: 'not', operand: readNode(source, operand, depth + 1) };
  }
  if (sign === '+' || sign === '-') {
    return { ...at, kind: 'sign', operator: sign, operand: readNode(source, operand, depth + 1) };
  }
  throw unsupportedOperator(source, operator);
}

const COMPARE = new Set(['==', '!=', '<', '<=', '>', '>=', 'is', 'is not', 'in', 'not in']);
const ARITHMETIC = new Set(['+', '-', '*', '/', '%']);
const INSTEAD = new Map([
  ['&', 'Write and'],
  ['|', 'Write or'],
  ['~', 'Write not'],
  ['<>', 'Write !=']
]);

function unsupportedOperator(source: Source, node: { from: number; to: number }): Error {
  const operator = source.textOf(node);
  return filterFailure(
    'filter/unsupported',
    `Cannot use the operator ${operator}: it is not part of the filter language`,
    source.locate(node),
    INSTEAD.get(operator)
  );
}

/** The operator of a binary expression: `not in` and `is not` are two nodes. */
function readOperator(source: Source, node: SyntaxNode): string {
  return childrenOf(node)
    .slice(1, -1)
    .map(word => source.textOf(word))
    .join(' ');
}

/**
 * A chain of operators leans to the left, one level per operator; it is walked down in a loop, so that its length is no depth. Chains of `and`, of
 * `or` and of comparisons become one node.
 */
function readBinary(source: Source, node: SyntaxNode, depth: number): Syntax {
  const operator = readOperator(source, node);
  if (operator === 'and' || operator === 'or') {
    const operands = unwind(node, inner => readOperator(source, inner) === operator);
    return {
      ...source.locate(node),
      kind: 'logic',
      operator,
      operands: operands.map(operand => readNode(source, operand, depth + 1))
    };
  }
  if (COMPARE.has(operator)) {
    return readComparison(source, node, depth);
  }
  const [left, sign, right] = childrenOf(node) as [SyntaxNode, SyntaxNode, SyntaxNode];
  if (!ARITHMETIC.has(operator)) {
    throw unsupportedOperator(source, sign);
  }
  return {
    ...source.locate(node),
    kind: 'arithmetic',
    operator: operator as ArithmeticOperator,
    left: readNode(source, left, depth + 1),
    right: readNode(source, right, depth + 1)
  };
}

/** Operands of a chain, from left to right. */
function unwind(node: SyntaxNode, isPart: (inner: SyntaxNode) => boolean): SyntaxNode[] {
  const operands: SyntaxNode[] = [];
  let rest = node;
  while (rest.name === 'BinaryExpression' && isPart(rest)) {
    operands.push(rest.lastChild as SyntaxNode);
    rest = rest.firstChild as SyntaxNode;
  }
  operands.push(rest);
  return operands.reverse();
}

function readComparison(source: Source, node: SyntaxNode, depth: number): Syntax {
  const operators: CompareOperator[] = [];
  const [first, ...others] = unwind(node, inner => {
    const operator = readOperator(source, inner);
    if (COMPARE.has(operator)) {
      operators.unshift(operator as CompareOperator);
    }
    return COMPARE.has(operator);
  });
  return {
    ...source.locate(node),
    kind: 'compare',
    first: readNode(source, first as SyntaxNode, depth + 1),
    rest: others.map((right, i) => ({
      operator: operators[i] as CompareOperator,
      right: readNode(source, right, depth + 1)
    }))
  };
}
