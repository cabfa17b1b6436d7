import { Failure, type FailureCode, type TextRange } from '../contract/failures.ts';

export type FilterFailureCode = Extract<FailureCode, `filter/${string}`>;

const MAX_FRAGMENT = 80;
const MAX_MESSAGE = 300;

/** The failure that points at `at` in the filter's text. The message is cut at 300 characters. */
export function filterFailure(
  code: FilterFailureCode,
  message: string,
  { from, to }: TextRange,
  hint?: string
): Failure {
  const cut = message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE - 1)}…` : message;
  return new Failure(code, cut, { at: { from, to }, ...(hint === undefined ? {} : { hint }) });
}

/** A piece of the filter's text as a message quotes it: on one line, at most 80 characters. */
export function quoteFragment(fragment: string): string {
  const line = fragment.replace(/\s+/g, ' ').trim();
  return line.length > MAX_FRAGMENT ? `${line.slice(0, MAX_FRAGMENT - 1)}…` : line;
}
