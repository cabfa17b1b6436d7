import type { NumberRange } from '../contract/map.ts';
import { RequestError } from './errors.ts';
import { show } from './nearest.ts';

/** Throws RequestError when it is no number of the range; `name` says which parameter it was to be. */
export function checkNumber(
  value: unknown,
  { least, most, isWhole }: NumberRange,
  { name, code }: { name: string; code: string }
): asserts value is number {
  const isFitting = typeof value === 'number' && value >= least && value <= most;
  if (!isFitting || (isWhole && !Number.isInteger(value))) {
    const kind = isWhole ? 'a whole number' : 'a number';
    const bounds = most === Number.MAX_VALUE ? `of at least ${least}` : `from ${least} to ${most}`;
    throw new RequestError(`Cannot use ${show(value)} as ${name}: it is ${kind} ${bounds}`, {
      code
    });
  }
}
