import { FIELD_TYPES, type ValueType } from './fields.ts';
import { filterFailure, quoteFragment } from './filter-failure.ts';
import { findNearest } from './nearest-name.ts';
import { parseDecimal } from './read-number.ts';
import { resolvePath } from './resolve-path.ts';
import type { Syntax } from './syntax.ts';
import type { Value } from './tree.ts';

/** The value that a piece of a filter stands for. */
export function checkValue(text: string, syntax: Syntax): Value {
  switch (syntax.kind) {
    case 'path':
      return checkPath(syntax);
    case 'string':
      return { kind: 'text', value: syntax.value };
    case 'number':
      return { kind: 'number', value: syntax.value };
    case 'constant':
      if (syntax.value === null) {
        throw filterFailure('filter/type', 'Cannot use None as a value', syntax, 'Write is None');
      }
      return { kind: 'boolean', value: syntax.value };
    case 'arithmetic':
      return checkArithmetic(text, syntax);
    case 'sign':
      return checkSign(text, syntax);
    case 'call':
      return checkCall(text, syntax);
    case 'list':
      throw filterFailure(
        'filter/type',
        'Cannot use a list here: it only stands to the right of in and not in',
        syntax
      );
    default:
      throw filterFailure(
        'filter/type',
        `Cannot compare ${quoteFragment(text.slice(syntax.from, syntax.to))}: it is a condition, not a value`,
        syntax,
        'Join conditions with and, or, not'
      );
  }
}

function checkPath(syntax: Syntax & { kind: 'path' }): Value {
  const resolved = resolvePath(syntax);
  if (resolved.kind === 'parent') {
    throw filterFailure(
      'filter/unsupported',
      'Cannot compare the parent of a span: only parent_span is None and parent_span is not None exist',
      syntax
    );
  }
  if (resolved.kind === 'annotated') {
    throw filterFailure(
      'filter/type',
      'Cannot compare an annotation as a whole: compare its .score, .label, .explanation or .identifier',
      syntax
    );
  }
  return resolved;
}

export function typeOf(value: Value): ValueType {
  switch (value.kind) {
    case 'field':
      return FIELD_TYPES[value.name];
    case 'attribute':
      return 'unknown';
    case 'annotation':
      return value.member === 'score' ? 'number' : 'text';
    case 'text':
    case 'joined':
    case 'to-text':
      return 'text';
    case 'boolean':
      return 'boolean';
    case 'time':
      return 'time';
    default:
      return 'number';
  }
}

const TYPE_WORDS: Record<ValueType, string> = {
  text: 'a text',
  number: 'a number',
  boolean: 'True or False',
  time: 'a time',
  unknown: 'an attribute'
};

export function describeType(type: ValueType): string {
  return TYPE_WORDS[type];
}

/** Whether a value differs from span to span. */
export function hasField(value: Value): boolean {
  switch (value.kind) {
    case 'arithmetic':
    case 'joined':
      return hasField(value.left) || hasField(value.right);
    case 'negative':
    case 'to-number':
    case 'to-text':
      return hasField(value.operand);
    default:
      return value.kind === 'field' || value.kind === 'attribute' || value.kind === 'annotation';
  }
}

function checkArithmetic(text: string, syntax: Syntax & { kind: 'arithmetic' }): Value {
  const { operator } = syntax;
  const left = checkValue(text, syntax.left);
  const right = checkValue(text, syntax.right);
  const types = [typeOf(left), typeOf(right)];
  if (operator === '+' && types.includes('text')) {
    const other = types.find(type => type !== 'text' && type !== 'unknown');
    if (other === undefined) {
      return { kind: 'joined', left, right };
    }
  }
  const wrong = types.find(type => type !== 'number' && type !== 'unknown');
  if (wrong !== undefined) {
    throw filterFailure(
      'filter/type',
      `Cannot compute ${quoteFragment(text.slice(syntax.from, syntax.to))}: ${describeType(wrong)} is not a number`,
      syntax,
      wrong === 'text' ? 'Convert it with float(…)' : undefined
    );
  }
  return { kind: 'arithmetic', operator, left, right };
}

function checkSign(text: string, syntax: Syntax & { kind: 'sign' }): Value {
  const operand = checkValue(text, syntax.operand);
  const type = typeOf(operand);
  if (type !== 'number' && type !== 'unknown') {
    throw filterFailure(
      'filter/type',
      `Cannot use ${syntax.operator} before ${describeType(type)}: it is not a number`,
      syntax
    );
  }
  if (operand.kind === 'number') {
    return syntax.operator === '-' ? { kind: 'number', value: -operand.value } : operand;
  }
  const negative: Value = { kind: 'negative', operand };
  return syntax.operator === '-' ? negative : { kind: 'negative', operand: negative };
}

const CASTS = ['str', 'float', 'int'];

function checkCall(text: string, syntax: Syntax & { kind: 'call' }): Value {
  const { name, nameAt, operands } = syntax;
  if (!CASTS.includes(name)) {
    const nearest = findNearest(name, CASTS);
    throw filterFailure(
      'filter/unknown-name',
      `Cannot call ${quoteFragment(name)}: only str(…), float(…) and int(…) exist`,
      nameAt,
      nearest === undefined ? undefined : `Did you mean ${nearest}(…)?`
    );
  }
  const [syntaxOfOperand, ...more] = operands;
  if (!syntaxOfOperand || more.length > 0) {
    throw filterFailure(
      'filter/type',
      `Cannot call ${name} with ${operands.length} values: it takes 1`,
      syntax
    );
  }
  const operand = checkValue(text, syntaxOfOperand);
  return name === 'str' ? toText(syntax, operand) : toNumber(syntax, operand);
}

function toText(syntax: Syntax, operand: Value): Value {
  const type = typeOf(operand);
  if (type !== 'text' && type !== 'unknown') {
    throw filterFailure('filter/type', `Cannot convert ${describeType(type)} to text`, syntax);
  }
  return type === 'text' ? operand : { kind: 'to-text', operand };
}

function toNumber(syntax: Syntax, operand: Value): Value {
  const type = typeOf(operand);
  if (type === 'boolean' || type === 'time') {
    throw filterFailure('filter/type', `Cannot convert ${describeType(type)} to a number`, syntax);
  }
  if (operand.kind === 'text') {
    const value = parseDecimal(operand.value);
    if (value === null) {
      throw filterFailure(
        'filter/type',
        `Cannot convert "${quoteFragment(operand.value)}" to a number: it is none, or too large`,
        syntax
      );
    }
    return { kind: 'number', value };
  }
  return type === 'number' ? operand : { kind: 'to-number', operand };
}
