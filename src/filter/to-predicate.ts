import { Double, type AttributeValue } from '../contract/attribute-value.ts';
import type { Annotation, Span } from '../contract/span.ts';
import { countTokens, measureLatencyUs } from '../contract/span-measures.ts';
import { typeOf } from './check-value.ts';
import { compareCodePoints } from './compare-code-points.ts';
import { contains } from './contains.ts';
import type { FieldName } from './fields.ts';
import { findAttribute, toNumberOrNull } from './find-attribute.ts';
import { annotationKey, listAnnotations } from './list-references.ts';
import { numberToText } from './number-text.ts';
import { parseDecimal } from './read-number.ts';
import type { ComparedType, Comparison, Condition, Filter, Order, Value } from './tree.ts';

/** What a filter knows of a span: the span, and what only the store can tell. */
export interface FilterSubject {
  span: Pick<
    Span,
    | 'spanId'
    | 'traceId'
    | 'parentId'
    | 'kind'
    | 'name'
    | 'statusCode'
    | 'statusMessage'
    | 'startNs'
    | 'endNs'
    | 'attributes'
  >;
  /** Over the span and everything below it. */
  cumulative: {
    errors: number;
    tokens: { prompt: number; completion: number; total: number };
  };
  /** Whether the parent it names is stored. */
  hasParent: boolean;
  annotations: readonly Annotation[];
  traceAnnotations: readonly Annotation[];
}

/** One annotation per name; absent for names the span has none of. */
type Chosen = ReadonlyMap<string, Annotation>;
type Scalar = string | number | bigint | boolean | null;
/** Null: unknown, because a value is missing. */
type Truth = boolean | null;

/** The same filter as a function; it never throws. A span matches when the condition is true, not when it is unknown (§4.2.9). */
export function toPredicate({ condition }: Filter): (subject: FilterSubject) => boolean {
  if (!condition) {
    return () => true;
  }
  const names = listAnnotations(condition);
  return subject => {
    const choices = names.map(annotation => {
      const all = annotation.of === 'span' ? subject.annotations : subject.traceAnnotations;
      const named = all.filter(({ name }) => name === annotation.name);
      return { key: annotationKey(annotation), named };
    });
    return matchesAny(subject, condition, choices, new Map());
  };
}

/** Tries every choice of one annotation per name, as a join does. */
function matchesAny(
  subject: FilterSubject,
  condition: Condition,
  [first, ...rest]: { key: string; named: Annotation[] }[],
  chosen: Chosen
): boolean {
  if (!first) {
    return decide({ subject, chosen }, condition) === true;
  }
  if (first.named.length === 0) {
    return matchesAny(subject, condition, rest, chosen);
  }
  return first.named.some(annotation =>
    matchesAny(subject, condition, rest, new Map([...chosen, [first.key, annotation]]))
  );
}

interface Context {
  subject: FilterSubject;
  chosen: Chosen;
}

function decide(context: Context, condition: Condition): Truth {
  switch (condition.kind) {
    case 'and':
      return decideAll(context, condition.operands, false);
    case 'or':
      return decideAll(context, condition.operands, true);
    case 'not':
      return negate(decide(context, condition.operand));
    case 'constant':
      return condition.value;
    case 'missing':
      return isMissing(context, condition.value);
    case 'annotated':
      return context.chosen.has(annotationKey(condition.annotation));
    case 'root':
      return isRoot(context.subject);
    case 'compare':
      return compare(context, condition);
    case 'one-of':
      return isOneOf(context, condition);
    case 'contains': {
      const haystack = evaluateAny(context, condition.haystack);
      const needle = evaluate(context, condition.needle, needleType(condition.needle));
      const found = contains(haystack, needle);
      return condition.negated ? negate(found) : found;
    }
  }
}

function isRoot({ span, hasParent }: FilterSubject): boolean {
  return span.parentId === null || span.parentId === span.spanId || !hasParent;
}

const negate = (truth: Truth): Truth => (truth === null ? null : !truth);

/** `decisive` is the truth of one operand that settles the whole: false for `and`, true for `or`. */
function decideAll(context: Context, operands: Condition[], decisive: boolean): Truth {
  let result: Truth = !decisive;
  for (const operand of operands) {
    const truth = decide(context, operand);
    if (truth === decisive) {
      return decisive;
    }
    if (truth === null) {
      result = null;
    }
  }
  return result;
}

function isMissing(context: Context, value: Value): boolean {
  return value.kind === 'attribute'
    ? findAttribute(context.subject.span.attributes, value.paths) === null
    : evaluate(context, value, typeOf(value) === 'text' ? 'text' : 'number') === null;
}

function needleType(needle: Value): ComparedType {
  const type = typeOf(needle);
  return type === 'number' || type === 'boolean' ? type : 'text';
}

function compare(context: Context, { operator, type, left, right }: Comparison): Truth {
  if (type === 'same') {
    return compareSame(evaluateAny(context, left), operator, evaluateAny(context, right));
  }
  return order(operator, evaluate(context, left, type), evaluate(context, right, type));
}

/** Two attributes of one type; those of different types, lists and objects are as if missing. */
function compareSame(left: AttributeValue, operator: Order, right: AttributeValue): Truth {
  const a = toScalar(left);
  const b = toScalar(right);
  if (a === null || b === null || kindOf(a) !== kindOf(b)) {
    return null;
  }
  const isEquality = operator === '==' || operator === '!=';
  return typeof a === 'boolean' && !isEquality ? null : order(operator, a, b);
}

function toScalar(value: AttributeValue): Scalar {
  if (typeof value === 'string' || typeof value === 'boolean') {
    return value;
  }
  return toNumberOrNull(value);
}

const kindOf = (value: Scalar) => (typeof value === 'bigint' ? 'number' : typeof value);

/** Both are of one type. Texts are in the order of their code points. */
function order(operator: Order, left: Scalar, right: Scalar): Truth {
  if (left === null || right === null) {
    return null;
  }
  const sign =
    typeof left === 'string' && typeof right === 'string'
      ? compareCodePoints(left, right)
      : compareNumbers(left, right);
  switch (operator) {
    case '==':
      return sign === 0;
    case '!=':
      return sign !== 0;
    case '<':
      return sign < 0;
    case '<=':
      return sign <= 0;
    case '>':
      return sign > 0;
    case '>=':
      return sign >= 0;
  }
}

function compareNumbers(left: Scalar, right: Scalar): number {
  // Between an integer and a double JavaScript compares exactly, as SQLite does.
  const [a, b] = [left as number, right as number];
  return a < b ? -1 : a > b ? 1 : 0;
}

function isOneOf(
  context: Context,
  { type, value, items, negated }: Extract<Condition, { kind: 'one-of' }>
): Truth {
  if (items.length === 0) {
    return negated;
  }
  const sought = evaluate(context, value, type);
  if (sought === null) {
    return null;
  }
  return items.some(item => order('==', sought, item.value) === true) !== negated;
}

/** A value as `type`; an attribute of another type is missing. */
function evaluate(context: Context, value: Value, type: ComparedType): Scalar {
  switch (value.kind) {
    case 'field':
      return FIELDS[value.name](context.subject);
    case 'annotation':
      return context.chosen.get(annotationKey(value.annotation))?.[value.member] ?? null;
    case 'attribute':
      return cast(evaluateAny(context, value), type);
    case 'text':
    case 'number':
    case 'boolean':
    case 'time':
      return value.value;
    case 'negative': {
      const operand = real(context, value.operand);
      return operand === null ? null : -operand;
    }
    case 'arithmetic':
      return calculate(real(context, value.left), value.operator, real(context, value.right));
    case 'joined':
      return join(evaluate(context, value.left, 'text'), evaluate(context, value.right, 'text'));
    case 'to-number':
      return toNumber(evaluateAny(context, value.operand));
    case 'to-text':
      return toText(evaluateAny(context, value.operand));
  }
}

function evaluateAny(context: Context, value: Value): AttributeValue {
  return value.kind === 'attribute'
    ? findAttribute(context.subject.span.attributes, value.paths)
    : evaluate(context, value, 'text');
}

function cast(value: AttributeValue, type: ComparedType): Scalar {
  switch (type) {
    case 'number':
      return toNumberOrNull(value);
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    default:
      return typeof value === 'string' ? value : null;
  }
}

function join(left: Scalar, right: Scalar): string | null {
  return typeof left === 'string' && typeof right === 'string' ? left + right : null;
}

function real(context: Context, value: Value): number | null {
  const number = evaluate(context, value, 'number');
  return number === null ? null : Number(number);
}

/** In doubles; what is no number is missing, and so is anything divided by zero. */
function calculate(left: number | null, operator: string, right: number | null): number | null {
  if (left === null || right === null) {
    return null;
  }
  const result = calculateDoubles(left, operator, right);
  return result === null || Number.isNaN(result) ? null : result;
}

function calculateDoubles(left: number, operator: string, right: number): number | null {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? null : left / right;
    default:
      return left % right;
  }
}

function toNumber(value: AttributeValue): number | bigint | null {
  return typeof value === 'string' ? parseDecimal(value) : toNumberOrNull(value);
}

function toText(value: AttributeValue): string | null {
  if (typeof value === 'string' || typeof value === 'boolean') {
    return String(value);
  }
  const number = toNumberOrNull(value);
  const isDouble =
    value instanceof Double || (typeof number === 'number' && !Number.isSafeInteger(number));
  return number === null ? null : numberToText(number, isDouble);
}

const FIELDS: Record<FieldName, (subject: FilterSubject) => Scalar> = {
  span_id: ({ span }) => span.spanId,
  trace_id: ({ span }) => span.traceId,
  parent_id: ({ span }) => span.parentId,
  span_kind: ({ span }) => span.kind,
  name: ({ span }) => span.name,
  status_code: ({ span }) => span.statusCode,
  status_message: ({ span }) => span.statusMessage,
  start_time: ({ span }) => span.startNs,
  end_time: ({ span }) => span.endNs,
  latency_ms: ({ span }) => {
    const latencyUs = measureLatencyUs(span);
    return latencyUs === null ? null : latencyUs / 1000;
  },
  error_count: ({ span }) => (span.statusCode === 'ERROR' ? 1 : 0),
  cumulative_error_count: ({ cumulative }) => cumulative.errors,
  'llm.token_count.prompt': ({ span }) => countTokens(span.attributes).prompt,
  'llm.token_count.completion': ({ span }) => countTokens(span.attributes).completion,
  'llm.token_count.total': ({ span }) => countTokens(span.attributes).total,
  cumulative_llm_token_count_prompt: ({ cumulative }) => cumulative.tokens.prompt,
  cumulative_llm_token_count_completion: ({ cumulative }) => cumulative.tokens.completion,
  cumulative_llm_token_count_total: ({ cumulative }) => cumulative.tokens.total
};
