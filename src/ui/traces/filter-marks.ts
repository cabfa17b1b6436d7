import type { TextRange } from '../../contract/failures.ts';
import { validateFilter } from '../../filter/validate-filter.ts';
import type { FilterVocabulary } from '../../filter/vocabulary.ts';

export interface FilterCheck {
  isValid: boolean;
  /** What is wrong or doubtful, in one sentence; undefined when nothing is. */
  message: string | undefined;
  hint: string | undefined;
  /** Where in the text. */
  at: TextRange | undefined;
}

/** What the field says of a text while it is written. */
export function checkFilterText(text: string, vocabulary: FilterVocabulary): FilterCheck {
  const result = validateFilter(text, vocabulary);
  if (!result.isValid) {
    const { message, hint, at } = result.failure;
    return { isValid: false, message, hint, at };
  }
  const [doubt] = result.warnings;
  return { isValid: true, message: doubt?.message, hint: undefined, at: doubt?.at };
}

/** The text before, within and after a mark; a mark at the end of the text stands under a space of its own. */
export function splitAtMark(
  text: string,
  at: TextRange | undefined
): readonly [before: string, marked: string, after: string] {
  if (!at) {
    return [text, '', ''];
  }
  const from = Math.min(at.from, text.length);
  const to = Math.min(Math.max(at.to, from + 1), text.length);
  return [text.slice(0, from), text.slice(from, to) || ' ', text.slice(to)];
}
