import {
  asBoolean,
  asNumber,
  asText,
  containsElement,
  containsText,
  isMissing,
  overPaths,
  toNumber,
  toText,
  type Bind,
  type Place,
  type TextTest
} from './attribute-sql.ts';
import { balance } from './balance.ts';
import { typeOf } from './check-value.ts';
import { foldText, isAscii } from './fold-text.ts';
import { annotationKey, listAnnotations, listAttributes } from './list-references.ts';
import { prefilterSql } from './prefilter-sql.ts';
import { joinAnnotations, ROOT_SQL, SPAN_COLUMNS } from './span-columns.ts';
import type {
  AnnotationName,
  AttributeRef,
  ComparedType,
  Comparison,
  Condition,
  Filter,
  Value
} from './tree.ts';

export interface FilterSql {
  /** An expression for WHERE: 1 for spans that match, 0 or NULL for others. Values are parameters `:f0`, `:f1`, … */
  sql: string;
  params: Record<string, string | number | bigint>;
  /** Whether the query must join the attributes. */
  usesAttributes: boolean;
}

interface Context {
  bind: Bind;
  aliases: ReadonlyMap<string, string>;
}

/**
 * The SQL of a filter for SQLite, over the tables of `span-columns.ts` and the functions of `sql-functions.ts`. Missing is NULL, so SQLite's logic is the
 * filter's (§4.2.9). A span with several annotations of one name matches when it does with one of them, and is found once.
 */
export function toSql({ condition }: Filter): FilterSql {
  if (!condition) {
    return { sql: '1', params: {}, usesAttributes: false };
  }
  const { bind, params } = createParameters();
  const annotations = listAnnotations(condition);
  const aliases = new Map(annotations.map((name, i) => [annotationKey(name), `a${i}`]));
  const joins = annotations.map(({ of, name }, i) => joinAnnotations(of, `a${i}`, bind(name)));
  const where = conditionSql({ bind, aliases }, condition);
  const exact =
    joins.length === 0
      ? where
      : `EXISTS (SELECT 1 FROM (SELECT 1) ${joins.join(' ')} WHERE ${where})`;
  const prefilter = prefilterSql(condition, bind);
  return {
    sql: prefilter === undefined ? exact : `(${prefilter} AND ${exact})`,
    params,
    usesAttributes: listAttributes(condition).length > 0
  };
}

const MAX_INT64 = 2n ** 63n - 1n;
const MIN_INT64 = -(2n ** 63n);

function createParameters(): { bind: Bind; params: FilterSql['params'] } {
  const params: FilterSql['params'] = {};
  const names = new Map<string | number | bigint, string>();
  const bind: Bind = value => {
    // A time beyond 64 bits is later, or earlier, than any stored one.
    const bound =
      typeof value === 'bigint' && (value > MAX_INT64 || value < MIN_INT64)
        ? value > 0n
          ? MAX_INT64
          : MIN_INT64
        : value;
    let name = names.get(bound);
    if (name === undefined) {
      name = `f${names.size}`;
      names.set(bound, name);
      params[name] = bound;
    }
    return `:${name}`;
  };
  return { bind, params };
}

function conditionSql(context: Context, condition: Condition): string {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const parts = condition.operands.map(operand => conditionSql(context, operand));
      return balance(parts, condition.kind === 'and' ? ' AND ' : ' OR ');
    }
    case 'not':
      return `(NOT ${conditionSql(context, condition.operand)})`;
    case 'constant':
      return condition.value ? '1' : '0';
    case 'missing':
      return missingSql(context, condition.value);
    case 'annotated':
      return `(${aliasOf(context, condition.annotation)}.name IS NOT NULL)`;
    case 'root':
      return ROOT_SQL;
    case 'compare':
      return comparisonSql(context, condition);
    case 'one-of':
      return oneOfSql(context, condition);
    case 'contains': {
      const found = containsSql(context, condition.haystack, condition.needle);
      return condition.negated ? `(NOT ${found})` : found;
    }
  }
}

function aliasOf({ aliases }: Context, annotation: AnnotationName): string {
  const alias = aliases.get(annotationKey(annotation));
  if (alias === undefined) {
    throw new TypeError(`The annotation ${annotation.name} has no alias`);
  }
  return alias;
}

function missingSql(context: Context, value: Value): string {
  return value.kind === 'attribute'
    ? `(${overPaths(value, context.bind, isMissing)})`
    : `(${valueSql(context, value, typeOf(value) === 'text' ? 'text' : 'number')} IS NULL)`;
}

const OPERATORS: Record<Comparison['operator'], string> = {
  '==': '=',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>='
};

function comparisonSql(context: Context, { operator, type, left, right }: Comparison): string {
  const sign = OPERATORS[operator];
  if (type === 'same') {
    return compareAttributes(context, left as AttributeRef, sign, right as AttributeRef);
  }
  return `(${valueSql(context, left, type)} ${sign} ${valueSql(context, right, type)})`;
}

/** Two attributes of one type; those of different types, lists and objects are as if missing. */
function compareAttributes(
  { bind }: Context,
  left: AttributeRef,
  sign: string,
  right: AttributeRef
): string {
  const isEquality = sign === '=' || sign === '<>';
  const build = (a: Place, b: Place) => {
    const numbers = `WHEN ${a.type} IN ('integer', 'real') AND ${b.type} IN ('integer', 'real') THEN ${a.value} ${sign} ${b.value}`;
    const texts = `WHEN ${a.type} = 'text' AND ${b.type} = 'text' THEN ${a.value} ${sign} ${b.value}`;
    const booleans = `WHEN ${a.type} IN ('true', 'false') AND ${b.type} IN ('true', 'false') THEN ${a.type} ${sign} ${b.type}`;
    return `CASE ${numbers} ${texts} ${isEquality ? `${booleans} ` : ''}END`;
  };
  return `(${overPaths(left, bind, a => overPaths(right, bind, b => build(a, b)))})`;
}

function oneOfSql(
  context: Context,
  { type, value, items, negated }: Extract<Condition, { kind: 'one-of' }>
): string {
  if (items.length === 0) {
    return negated ? '1' : '0';
  }
  const list = items.map(item => valueSql(context, item, type)).join(', ');
  return `(${valueSql(context, value, type)} ${negated ? 'NOT IN' : 'IN'} (${list}))`;
}

function valueSql(context: Context, value: Value, type: ComparedType): string {
  switch (value.kind) {
    case 'field':
      return SPAN_COLUMNS[value.name];
    case 'annotation':
      return `${aliasOf(context, value.annotation)}.${value.member}`;
    case 'attribute':
      return `(${overPaths(value, context.bind, ATTRIBUTE_AS[type === 'same' || type === 'time' ? 'text' : type])})`;
    case 'text':
    case 'number':
    case 'time':
      return context.bind(value.value);
    case 'boolean':
      return value.value ? '1' : '0';
    case 'negative':
      return `(-${real(context, value.operand)})`;
    case 'arithmetic': {
      const [left, right] = [real(context, value.left), real(context, value.right)];
      return value.operator === '%'
        ? `filter_remainder(${left}, ${right})`
        : `(${left} ${value.operator} ${right})`;
    }
    case 'joined':
      return `(${valueSql(context, value.left, 'text')} || ${valueSql(context, value.right, 'text')})`;
    case 'to-number':
      return value.operand.kind === 'attribute'
        ? `(${overPaths(value.operand, context.bind, toNumber)})`
        : `filter_number(${valueSql(context, value.operand, 'text')})`;
    case 'to-text':
      return `(${overPaths(value.operand as AttributeRef, context.bind, toText)})`;
  }
}

const ATTRIBUTE_AS = { text: asText, number: asNumber, boolean: asBoolean };

/** Arithmetic is that of doubles, so that integers neither overflow nor divide without a rest. */
function real(context: Context, value: Value): string {
  return `CAST(${valueSql(context, value, 'number')} AS REAL)`;
}

function containsSql(context: Context, haystack: Value, needle: Value): string {
  const needleType = typeOf(needle);
  if (haystack.kind !== 'attribute') {
    const { holds } = textTest(context, needle);
    return `(${holds(valueSql(context, haystack, 'text'))})`;
  }
  if (needleType === 'number') {
    const number = valueSql(context, needle, 'number');
    return `(${overPaths(haystack, context.bind, place => elementSql(place, number, ['integer', 'real']))})`;
  }
  if (needle.kind === 'boolean') {
    const test = (type: string) => `${type} = '${String(needle.value)}'`;
    return `(${overPaths(haystack, context.bind, place => containsElement(place, test))})`;
  }
  const test = textTest(context, needle);
  const found = overPaths(haystack, context.bind, place => containsText(place, test));
  return needle.kind === 'text'
    ? `(${found})`
    : `(CASE WHEN ${valueSql(context, needle, 'text')} IS NOT NULL THEN ${found} END)`;
}

function elementSql(place: Place, number: string, types: string[]): string {
  const list = types.map(type => `'${type}'`).join(', ');
  const found = containsElement(
    place,
    (type, value) => `${type} IN (${list}) AND ${value} = ${number}`
  );
  return `CASE WHEN ${number} IS NOT NULL THEN ${found} END`;
}

/** Without regard to case. SQLite's lower() knows ASCII only, which is enough for an ASCII needle. */
function textTest(context: Context, needle: Value): TextTest {
  const isPlain = needle.kind === 'text' && isAscii(needle.value);
  const fold = (text: string) => (isPlain ? `lower(${text})` : `filter_fold(${text})`);
  const folded =
    needle.kind === 'text'
      ? context.bind(foldText(needle.value))
      : `filter_fold(${valueSql(context, needle, 'text')})`;
  return {
    holds: text => `instr(${fold(text)}, ${folded}) > 0`,
    equals: text => `${fold(text)} = ${folded}`
  };
}
