import { STATUS_CODES } from '../../contract/span.ts';
import type { FieldName } from '../../filter/fields.ts';
import type { Value } from '../../filter/tree.ts';
import type { SpanBlock } from './span-block.ts';

/** Reads a number of each row of a block; NaN when it is missing. */
export type NumberReader = (block: SpanBlock) => (row: number) => number;

const ERROR = STATUS_CODES.indexOf('ERROR');

const column =
  (choose: (block: SpanBlock) => ArrayLike<number>): NumberReader =>
  block => {
    const numbers = choose(block);
    return row => numbers[row] ?? NaN;
  };

const READERS = new Map<FieldName, NumberReader>([
  // A decimal fraction's nearest double, as the literal is that it is compared with.
  [
    'latency_ms',
    ({ latencyUs }) =>
      row =>
        (latencyUs[row] ?? NaN) / 1000
  ],
  [
    'error_count',
    ({ status }) =>
      row =>
        status[row] === ERROR ? 1 : 0
  ],
  ['cumulative_error_count', column(({ sumErrors }) => sumErrors)],
  ['llm.token_count.prompt', column(({ prompt }) => prompt)],
  ['llm.token_count.completion', column(({ completion }) => completion)],
  ['llm.token_count.total', column(({ total }) => total)],
  ['cumulative_llm_token_count_prompt', column(({ sumPrompt }) => sumPrompt)],
  ['cumulative_llm_token_count_completion', column(({ sumCompletion }) => sumCompletion)],
  ['cumulative_llm_token_count_total', column(({ sumTotal }) => sumTotal)]
]);

/** A number made of fields and literals, in doubles as the filter language has it; undefined for any other value. */
export function compileNumber(value: Value): NumberReader | undefined {
  switch (value.kind) {
    case 'field':
      return READERS.get(value.name);
    case 'number': {
      const number = Number(value.value);
      const isExact = typeof value.value === 'number' || Number.isSafeInteger(number);
      return isExact ? () => () => number : undefined;
    }
    case 'negative': {
      const operand = compileNumber(value.operand);
      return operand && (block => negate(operand(block)));
    }
    case 'arithmetic': {
      const left = compileNumber(value.left);
      const right = compileNumber(value.right);
      const calculate = OPERATIONS[value.operator];
      return left && right && (block => join(calculate, left(block), right(block)));
    }
    default:
      return undefined;
  }
}

const negate = (at: (row: number) => number) => (row: number) => -at(row);

const join =
  (
    calculate: (a: number, b: number) => number,
    left: (row: number) => number,
    right: (row: number) => number
  ) =>
  (row: number) =>
    calculate(left(row), right(row));

/** Anything divided by zero is missing. */
const OPERATIONS = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => (b === 0 ? NaN : a / b),
  '%': (a: number, b: number) => a % b
};
