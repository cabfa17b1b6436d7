import type { TextRange } from '../contract/failures.ts';
import { checkValue, hasField, typeOf, describeType } from './check-value.ts';
import { isUpperCase, type ValueType } from './fields.ts';
import { filterFailure, quoteFragment } from './filter-failure.ts';
import { readTime, TIME_HINT } from './read-time.ts';
import { resolvePath } from './resolve-path.ts';
import type { CompareOperator, Syntax } from './syntax.ts';
import type { ComparedType, Comparison, Condition, Literal, Order, Value } from './tree.ts';

/** Gives names and types to a filter that has been read. Throws the `filter/…` failure that points at what does not fit. */
export function checkFilter(text: string, syntax: Syntax): Condition {
  if (syntax.kind === 'constant') {
    throw notACondition(text, syntax);
  }
  return checkCondition(text, syntax);
}

function checkCondition(text: string, syntax: Syntax): Condition {
  switch (syntax.kind) {
    case 'logic':
      return {
        kind: syntax.operator,
        operands: syntax.operands.map(operand => checkCondition(text, operand))
      };
    case 'not':
      return { kind: 'not', operand: checkCondition(text, syntax.operand) };
    case 'compare':
      return checkComparison(text, syntax);
    case 'constant':
      if (syntax.value === null) {
        throw notACondition(text, syntax);
      }
      return { kind: 'constant', value: syntax.value };
    case 'path': {
      const resolved = resolvePath(syntax);
      if (resolved.kind === 'annotated') {
        return resolved;
      }
      throw notACondition(
        text,
        syntax,
        resolved.kind === 'parent' ? 'Write parent_span is None' : undefined
      );
    }
    default:
      throw notACondition(text, syntax);
  }
}

function notACondition(text: string, syntax: Syntax, hint?: string): Error {
  const fragment = quoteFragment(text.slice(syntax.from, syntax.to));
  const isWhole = syntax.kind === 'constant';
  return filterFailure(
    'filter/not-a-condition',
    `Cannot use ${fragment} as a condition: it is a value`,
    syntax,
    hint ??
      (isWhole
        ? "Compare a field, such as span_kind == 'LLM'"
        : `Compare it, such as ${fragment} == …`)
  );
}

/** A chain, `a < b < c`, holds when each of its links does. */
function checkComparison(text: string, syntax: Extract<Syntax, { kind: 'compare' }>): Condition {
  let left = syntax.first;
  const links = syntax.rest.map(({ operator, right }) => {
    const link = checkLink(text, operator, left, right);
    left = right;
    return link;
  });
  const [only] = links;
  return links.length === 1 && only ? only : { kind: 'and', operands: links };
}

function checkLink(
  text: string,
  operator: CompareOperator,
  left: Syntax,
  right: Syntax
): Condition {
  const at = { from: left.from, to: right.to };
  switch (operator) {
    case 'in':
    case 'not in':
      return checkMembership(text, left, right, operator === 'not in');
    case 'is':
    case 'is not':
      return checkIdentity(text, left, right, operator === 'is not');
    default:
      return isNone(right) || isNone(left)
        ? checkNone(text, operator, isNone(right) ? left : right, at)
        : compare(text, operator, left, right);
  }
}

const isNone = (syntax: Syntax) => syntax.kind === 'constant' && syntax.value === null;

function checkNone(text: string, operator: Order, other: Syntax, at: TextRange): Condition {
  if (operator !== '==' && operator !== '!=') {
    throw filterFailure(
      'filter/type',
      `Cannot use ${operator} with None: nothing is more or less than None`,
      at,
      'Write is None or is not None'
    );
  }
  return testMissing(text, other, operator === '!=');
}

function testMissing(text: string, syntax: Syntax, negated: boolean): Condition {
  const test = findMissingTest(text, syntax);
  return negated ? { kind: 'not', operand: test } : test;
}

function findMissingTest(text: string, syntax: Syntax): Condition {
  if (syntax.kind === 'path') {
    const resolved = resolvePath(syntax);
    if (resolved.kind === 'parent') {
      return { kind: 'root' };
    }
    if (resolved.kind === 'annotated') {
      return { kind: 'not', operand: resolved };
    }
  }
  const value = isNone(syntax) ? undefined : checkValue(text, syntax);
  if (!value || !hasField(value)) {
    throw compareAField(syntax);
  }
  return { kind: 'missing', value };
}

function compareAField(at: TextRange): Error {
  return filterFailure(
    'filter/type',
    'Cannot compare fixed values with each other: compare a field',
    at,
    "Such as name == 'query'"
  );
}

function checkIdentity(text: string, left: Syntax, right: Syntax, negated: boolean): Condition {
  const at = { from: left.from, to: right.to };
  const isSwapped = left.kind === 'constant' && right.kind !== 'constant';
  const [value, constant] = isSwapped ? [right, left] : [left, right];
  if (constant.kind !== 'constant') {
    throw filterFailure(
      'filter/type',
      'Cannot use is with a value: it only tests for None, True and False',
      at,
      `Write ${negated ? '!=' : '=='}`
    );
  }
  return constant.value === null
    ? testMissing(text, value, negated)
    : compare(text, negated ? '!=' : '==', value, constant);
}

function compare(text: string, operator: Order, left: Syntax, right: Syntax): Comparison {
  const at = { from: left.from, to: right.to };
  const values = { left: checkValue(text, left), right: checkValue(text, right) };
  if (!hasField(values.left) && !hasField(values.right)) {
    throw compareAField(at);
  }
  readTimes(values, left, right);
  joinTexts(values);
  upperCaseWords(values);
  const type = unify(text, left, values.left, right, values.right);
  if (type === 'boolean' && operator !== '==' && operator !== '!=') {
    throw filterFailure(
      'filter/type',
      `Cannot use ${operator} with True and False: they have no order`,
      at,
      'Write ==, != or is'
    );
  }
  return { kind: 'compare', operator, type, ...values };
}

interface Pair {
  left: Value;
  right: Value;
}

/** A text that is compared with a time is one. */
function readTimes(values: Pair, left: Syntax, right: Syntax): void {
  if (typeOf(values.left) === 'time' && values.right.kind === 'text') {
    values.right = { kind: 'time', value: readTime(values.right.value, right) };
  } else if (typeOf(values.right) === 'time' && values.left.kind === 'text') {
    values.left = { kind: 'time', value: readTime(values.left.value, left) };
  }
}

/** Attributes that are added up are texts when they are compared with one. */
function joinTexts(values: Pair): void {
  if (typeOf(values.right) === 'text') {
    values.left = toJoined(values.left) ?? values.left;
  } else if (typeOf(values.left) === 'text') {
    values.right = toJoined(values.right) ?? values.right;
  }
}

function toJoined(value: Value): Value | undefined {
  if (value.kind === 'arithmetic' && value.operator === '+') {
    const [left, right] = [toJoined(value.left), toJoined(value.right)];
    return left && right && { kind: 'joined', left, right };
  }
  const type = typeOf(value);
  return type === 'text' || type === 'unknown' ? value : undefined;
}

/** Kinds and states are upper-case words; what they are compared with may be written in any case. */
function upperCaseWords(values: Pair): void {
  if (isUpperCaseField(values.left)) {
    values.right = toUpperCase(values.right);
  }
  if (isUpperCaseField(values.right)) {
    values.left = toUpperCase(values.left);
  }
}

const isUpperCaseField = (value: Value) => value.kind === 'field' && isUpperCase(value.name);

function toUpperCase<Any extends Value>(value: Any): Any {
  return value.kind === 'text' ? { ...value, value: value.value.toUpperCase() } : value;
}

/** The type as which two values are compared. */
function unify(text: string, left: Syntax, a: Value, right: Syntax, b: Value): ComparedType {
  const types: [ValueType, ValueType] = [typeOf(a), typeOf(b)];
  const at = { from: left.from, to: right.to };
  if (types.includes('time') && types.includes('unknown')) {
    throw filterFailure(
      'filter/type',
      'Cannot compare a time with an attribute: compare it with a fixed time',
      at,
      TIME_HINT
    );
  }
  const [first, second] = types;
  if (first === 'unknown' || second === 'unknown') {
    const known = first === 'unknown' ? second : first;
    return known === 'unknown' ? 'same' : known;
  }
  if (first !== second) {
    throw incompatible(text, at, [left, a], [right, b]);
  }
  return first;
}

function incompatible(text: string, at: TextRange, ...sides: [Syntax, Value][]): Error {
  const [left, right] = sides.map(([, value]) => describeType(typeOf(value)));
  const quoted = sides.find(([, { kind }]) => kind === 'text');
  const number = sides.find(([, value]) => typeOf(value) === 'number');
  let hint: string | undefined;
  if (sides.some(([, value]) => typeOf(value) === 'time')) {
    hint = TIME_HINT;
  } else if (
    quoted &&
    number &&
    quoted[1].kind === 'text' &&
    /^[\s\d.eE+_-]+$/.test(quoted[1].value)
  ) {
    hint = `Drop the quotes: ${quoted[1].value.trim()}`;
  } else if (number && number[0].kind === 'number') {
    hint = `Put it in quotes: '${text.slice(number[0].from, number[0].to)}'`;
  }
  return filterFailure('filter/type', `Cannot compare ${left ?? ''} with ${right ?? ''}`, at, hint);
}

function checkMembership(text: string, left: Syntax, right: Syntax, negated: boolean): Condition {
  return right.kind === 'list'
    ? checkOneOf(text, left, right, negated)
    : checkContains(text, left, right, negated);
}

type ListSyntax = Syntax & { kind: 'list' };

function checkOneOf(text: string, left: Syntax, list: ListSyntax, negated: boolean): Condition {
  let value = checkValue(text, left);
  if (!hasField(value)) {
    throw expectedField(left);
  }
  const sought = value;
  const items = list.items.map(item => checkItem(text, item, sought));
  const [first] = items;
  if (first?.kind === 'text') {
    value = toJoined(value) ?? value;
  }
  const mixed = items.findIndex(({ kind }) => kind !== first?.kind);
  if (mixed >= 0) {
    throw filterFailure(
      'filter/type',
      'Cannot use a list of several types: all its elements must be of one',
      list.items[mixed] ?? list
    );
  }
  const type = first === undefined ? 'text' : typeOf(first);
  if (first !== undefined) {
    unify(text, left, value, list.items[0] ?? list, first);
  }
  return { kind: 'one-of', type: type as ComparedType, value, items, negated };
}

function checkItem(text: string, item: Syntax, value: Value): Literal {
  if (isNone(item)) {
    throw filterFailure(
      'filter/type',
      'Cannot find None in a list: it never matches',
      item,
      'Write is None'
    );
  }
  if (item.kind === 'list') {
    throw filterFailure('filter/type', 'Cannot use a list within a list', item);
  }
  const checked = checkValue(text, item);
  if (checked.kind === 'text' && typeOf(value) === 'time') {
    return { kind: 'time', value: readTime(checked.value, item) };
  }
  if (checked.kind === 'text' || checked.kind === 'number' || checked.kind === 'boolean') {
    return isUpperCaseField(value) ? toUpperCase(checked) : checked;
  }
  throw filterFailure(
    'filter/type',
    `Cannot use ${quoteFragment(text.slice(item.from, item.to))} in a list: only texts, numbers, True and False are allowed`,
    item
  );
}

function expectedField(at: TextRange): Error {
  return filterFailure(
    'filter/type',
    'Cannot look for one fixed value in another: expected a field on the left',
    at
  );
}

/** Text in text, or in whatever an attribute holds. */
function checkContains(text: string, left: Syntax, right: Syntax, negated: boolean): Condition {
  const collection = isNone(right) ? undefined : checkValue(text, right);
  const haystack = collection && (toJoined(collection) ?? collection);
  const type = haystack && typeOf(haystack);
  if (!haystack || (type !== 'text' && type !== 'unknown')) {
    throw filterFailure(
      'filter/type',
      `Cannot look into ${quoteFragment(text.slice(right.from, right.to))}: it is neither a text nor a list`,
      right
    );
  }
  const needle = isNone(left) ? undefined : checkValue(text, left);
  if (!needle) {
    throw filterFailure(
      'filter/type',
      'Cannot find None in a value: it never matches',
      left,
      'Write is None'
    );
  }
  if (!hasField(needle) && !hasField(haystack)) {
    throw expectedField(left);
  }
  const needleType = typeOf(needle);
  if (
    needleType !== 'unknown' &&
    needleType !== 'text' &&
    (type === 'text' || needleType === 'time')
  ) {
    throw filterFailure(
      'filter/type',
      `Cannot look for ${describeType(needleType)} in a text`,
      { from: left.from, to: right.to },
      needle.kind === 'number' ? `Put it in quotes: '${text.slice(left.from, left.to)}'` : undefined
    );
  }
  return { kind: 'contains', haystack, needle, negated };
}
