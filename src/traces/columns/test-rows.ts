import { SPAN_KINDS, STATUS_CODES } from '../../contract/span.ts';
import { BLANK_SUBJECT } from '../../filter/blank-subject.ts';
import type { FieldName } from '../../filter/fields.ts';
import { listAnnotations } from '../../filter/list-references.ts';
import { toPredicate, type FilterSubject } from '../../filter/to-predicate.ts';
import type { Comparison, Condition, Value } from '../../filter/tree.ts';
import type { Names } from './names.ts';
import { compileNumber, type NumberReader } from './read-numbers.ts';
import { BLOCK_ROWS, HAS_PARENT, IS_ROOT, type SpanBlock } from './span-block.ts';

/** Marks the rows of a block that pass with 1, and all others with 0. */
export type BlockTest = (block: SpanBlock, marks: Uint8Array) => void;

/** What a condition may need beside the columns. */
export interface TestSources {
  names: Names;
  /** Rows for which the condition is true, when columns cannot tell. */
  scan: (condition: Condition) => BlockTest;
  /** Row of a trace. */
  findTrace: (traceId: string) => number | undefined;
}

/** A test of rows for which a condition is true or, with `wanted` false, for which it is false: of what is unknown it is neither (§4.2.9). */
export function compileTest(
  condition: Condition,
  wanted: boolean,
  sources: TestSources
): BlockTest {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return compileGroup(condition, wanted, sources);
    case 'not':
      return isAnnotated(condition)
        ? sources.scan(wantedOf(condition, wanted))
        : compileTest(condition.operand, !wanted, sources);
    case 'constant':
      return (_, marks) => marks.fill(condition.value === wanted ? 1 : 0);
    case 'root':
      return testFlag(IS_ROOT, wanted);
    default:
      return compileLeaf(condition, wanted, sources) ?? sources.scan(wantedOf(condition, wanted));
  }
}

const isAnnotated = (condition: Condition) => listAnnotations(condition).length > 0;

const wantedOf = (condition: Condition, wanted: boolean): Condition =>
  wanted ? condition : { kind: 'not', operand: condition };

/** Operands of one group that are asked for one by one, so that each answer is remembered; more are one question. */
const MAX_SCANS = 8;

/**
 * What columns answer comes first: rows that fail there need not be looked for elsewhere. Operands with annotations stay together, since it is one
 * annotation of a name that must meet them all.
 */
function compileGroup(
  condition: Extract<Condition, { kind: 'and' | 'or' }>,
  wanted: boolean,
  sources: TestSources
): BlockTest {
  const { kind, operands } = condition;
  const annotated = operands.filter(isAnnotated);
  const free = operands.filter(operand => !isAnnotated(operand));
  const isCheap = (operand: Condition) => findFields(operand) !== undefined;
  const dear = free.filter(operand => !isCheap(operand));
  const ordered = [...free.filter(isCheap), ...(dear.length > MAX_SCANS ? [] : dear)];
  const tests = ordered.map(operand => compileTest(operand, wanted, sources));
  if (dear.length > MAX_SCANS) {
    tests.push(sources.scan(wantedOf({ kind, operands: dear }, wanted)));
  }
  if (annotated.length > 0) {
    tests.push(sources.scan(wantedOf({ kind, operands: annotated }, wanted)));
  }
  return (kind === 'and') === wanted ? allOf(tests) : anyOf(tests);
}

/** Rows that pass all tests; later ones are not asked when none is left. */
export function allOf(tests: readonly BlockTest[]): BlockTest {
  const scratch = new Uint8Array(BLOCK_ROWS);
  return (block, marks) => {
    marks.fill(1);
    for (const test of tests) {
      test(block, scratch);
      let left = 0;
      for (let i = 0; i < BLOCK_ROWS; i++) {
        const both = (marks[i] ?? 0) & (scratch[i] ?? 0);
        marks[i] = both;
        left |= both;
      }
      if (left === 0) {
        return;
      }
    }
  };
}

function anyOf(tests: readonly BlockTest[]): BlockTest {
  const scratch = new Uint8Array(BLOCK_ROWS);
  return (block, marks) => {
    marks.fill(0);
    for (const test of tests) {
      test(block, scratch);
      for (let i = 0; i < BLOCK_ROWS; i++) {
        marks[i] = (marks[i] ?? 0) | (scratch[i] ?? 0);
      }
    }
  };
}

function testFlag(flag: number, wanted: boolean): BlockTest {
  const value = wanted ? flag : 0;
  return ({ flags }, marks) => {
    for (let i = 0; i < BLOCK_ROWS; i++) {
      marks[i] = ((flags[i] ?? 0) & flag) === value ? 1 : 0;
    }
  };
}

/** Fields that columns hold as a code for each text. */
const CODED = new Set<FieldName>(['span_kind', 'status_code', 'name']);

/** A condition on one field, by what columns hold of it; undefined when they cannot answer it. */
function compileLeaf(
  condition: Condition,
  wanted: boolean,
  sources: TestSources
): BlockTest | undefined {
  const fields = findFields(condition);
  const [only] = fields ?? [];
  if (fields?.size === 1 && only !== undefined && CODED.has(only)) {
    return only === 'name' && sources.names.isFull
      ? undefined
      : testCodes(only, wantedOf(condition, wanted), sources.names);
  }
  switch (condition.kind) {
    case 'missing':
      return testMissing(condition.value, wanted);
    case 'compare':
      return (
        testTrace(condition, wanted, sources) ??
        testTime(condition, wanted) ??
        testNumbers(condition, wanted)
      );
    default:
      return undefined;
  }
}

/** The fields of a condition over nothing but fields and literals. */
function findFields(condition: Condition): Set<FieldName> | undefined {
  const values = valuesOf(condition);
  const fields = new Set<FieldName>();
  return values?.every(value => collect(value, fields)) === true ? fields : undefined;
}

function valuesOf(condition: Condition): Value[] | undefined {
  switch (condition.kind) {
    case 'compare':
      return [condition.left, condition.right];
    case 'one-of':
      return [condition.value, ...condition.items];
    case 'contains':
      return [condition.haystack, condition.needle];
    case 'missing':
      return [condition.value];
    case 'root':
    case 'constant':
      return [];
    case 'and':
    case 'or': {
      const parts = condition.operands.map(valuesOf);
      return parts.every(part => part !== undefined) ? parts.flat() : undefined;
    }
    case 'not':
      return valuesOf(condition.operand);
    default:
      return undefined;
  }
}

function collect(value: Value, fields: Set<FieldName>): boolean {
  switch (value.kind) {
    case 'field':
      fields.add(value.name);
      return true;
    case 'attribute':
    case 'annotation':
      return false;
    case 'arithmetic':
    case 'joined':
      return collect(value.left, fields) && collect(value.right, fields);
    case 'negative':
    case 'to-number':
    case 'to-text':
      return collect(value.operand, fields);
    default:
      return true;
  }
}

/** Asks once for each text that the field has, not for each row. */
function testCodes(field: FieldName, condition: Condition, names: Names): BlockTest {
  const matches = toPredicate({ text: '', condition });
  const withSpan = (span: Partial<FilterSubject['span']>) =>
    matches({ ...BLANK_SUBJECT, span: { ...BLANK_SUBJECT.span, ...span } }) ? 1 : 0;
  if (field === 'name') {
    const truths = [0, ...names.since(1).map(name => withSpan({ name }))];
    return testColumn('name', Uint8Array.from(truths));
  }
  return field === 'span_kind'
    ? testColumn('kind', Uint8Array.from([0, ...SPAN_KINDS.map(kind => withSpan({ kind }))]))
    : testColumn(
        'status',
        Uint8Array.from(STATUS_CODES.map(statusCode => withSpan({ statusCode })))
      );
}

function testColumn(column: 'name' | 'kind' | 'status', truths: Uint8Array): BlockTest {
  return (block, marks) => {
    const codes = block[column];
    for (let i = 0; i < BLOCK_ROWS; i++) {
      marks[i] = truths[codes[i] ?? 0] ?? 0;
    }
  };
}

function testMissing(value: Value, wanted: boolean): BlockTest | undefined {
  if (value.kind === 'field' && value.name === 'parent_id') {
    return testFlag(HAS_PARENT, !wanted);
  }
  const read = value.kind === 'field' && value.name === 'end_time' ? readEnd : compileNumber(value);
  return read && testEach(read, number => Number.isNaN(number) === wanted);
}

const readEnd: NumberReader =
  ({ endUs }) =>
  row =>
    endUs[row] ?? NaN;

function testEach(read: NumberReader, holds: (number: number) => boolean): BlockTest {
  return (block, marks) => {
    const at = read(block);
    const { used } = block;
    marks.fill(0, used);
    for (let i = 0; i < used; i++) {
      marks[i] = holds(at(i)) ? 1 : 0;
    }
  };
}

function testTrace(
  { operator, left, right }: Comparison,
  wanted: boolean,
  { findTrace }: TestSources
): BlockTest | undefined {
  const isEquality = operator === '==' || operator === '!=';
  if (!isEquality || !isField(left, 'trace_id') || right.kind !== 'text') {
    return undefined;
  }
  const sought = findTrace(right.value) ?? -1;
  const isSame = (operator === '==') === wanted ? 1 : 0;
  return ({ trace }, marks) => {
    for (let i = 0; i < BLOCK_ROWS; i++) {
      marks[i] = trace[i] === sought ? isSame : 1 - isSame;
    }
  };
}

const isField = (value: Value, name: FieldName) => value.kind === 'field' && value.name === name;

type Sign = (order: number) => boolean;

const SIGNS: Record<Comparison['operator'], Sign> = {
  '==': order => order === 0,
  '!=': order => order !== 0,
  '<': order => order < 0,
  '<=': order => order <= 0,
  '>': order => order > 0,
  '>=': order => order >= 0
};

const US = 1000n;
const MAX_US = BigInt(Number.MAX_SAFE_INTEGER);

/** Nanoseconds do not fit a double: microseconds are compared first, what is left of them then. */
function testTime({ operator, left, right }: Comparison, wanted: boolean): BlockTest | undefined {
  if (left.kind !== 'field' || right.kind !== 'time') {
    return undefined;
  }
  const { value } = right;
  if (value < 0n || value / US > MAX_US) {
    return undefined;
  }
  const [us, rest] = [Number(value / US), Number(value % US)];
  const sign = SIGNS[operator];
  const isStart = left.name === 'start_time';
  return (block, marks) => {
    const { used } = block;
    const times = isStart ? block.startUs : block.endUs;
    const rests = isStart ? block.startRest : block.endRest;
    marks.fill(0, used);
    for (let i = 0; i < used; i++) {
      const order = (times[i] ?? NaN) - us || (rests[i] ?? 0) - rest;
      marks[i] = !Number.isNaN(times[i]) && sign(order) === wanted ? 1 : 0;
    }
  };
}

function testNumbers(
  { operator, type, left, right }: Comparison,
  wanted: boolean
): BlockTest | undefined {
  const [a, b] = type === 'number' ? [compileNumber(left), compileNumber(right)] : [];
  if (!a || !b) {
    return undefined;
  }
  const sign = SIGNS[operator];
  return (block, marks) => {
    const { used } = block;
    const [first, second] = [a(block), b(block)];
    marks.fill(0, used);
    for (let i = 0; i < used; i++) {
      const [x, y] = [first(i), second(i)];
      // Infinities differ by NaN.
      const order = x === y ? 0 : x < y ? -1 : x > y ? 1 : NaN;
      marks[i] = !Number.isNaN(order) && sign(order) === wanted ? 1 : 0;
    }
  };
}
