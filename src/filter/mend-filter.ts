import type { TextRange } from '../contract/failures.ts';
import { validateFilter } from './validate-filter.ts';
import type { FilterVocabulary } from './vocabulary.ts';

/** What the advice of a failure names: `Did you mean .score?`, `Did you mean float(…)?` */
const ADVICE = /^Did you mean \.?([\w.]+)(?:\(…\))?\?$/;

/** A filter with the name that was probably meant in the place of the one that is wrong or doubtful; undefined when that does not help. */
export function mendFilter(
  text: string,
  vocabulary: FilterVocabulary = {}
): { name: string; text: string } | undefined {
  const result = validateFilter(text, vocabulary);
  const [fault, name] = result.isValid
    ? [result.warnings[0], result.warnings[0]?.nearest]
    : [result.failure, ADVICE.exec(result.failure.hint ?? '')?.[1]];
  const at = fault?.at;
  if (at === undefined || name === undefined) {
    return undefined;
  }
  const mended = replaceName(text, at, name);
  const after = validateFilter(mended, vocabulary);
  const isBetter =
    after.isValid && (!result.isValid || after.warnings.length < result.warnings.length);
  return isBetter ? { name, text: mended } : undefined;
}

/** The place may hold the dot before the name, or what the name is called with. */
function replaceName(text: string, { from, to }: TextRange, name: string): string {
  const written = text.slice(from, to);
  const [dot = ''] = /^\.?/.exec(written) ?? [];
  const [tail = ''] = /\([^]*$/.exec(written) ?? [];
  return text.slice(0, from) + dot + name + tail + text.slice(to);
}
