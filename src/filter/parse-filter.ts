import { checkFilter } from './check-filter.ts';
import { filterFailure } from './filter-failure.ts';
import { listAnnotations } from './list-references.ts';
import { MAX_ANNOTATION_NAMES } from './limits.ts';
import { readSyntax } from './read-syntax.ts';
import type { Filter } from './tree.ts';

/**
 * Parses a span filter, the subset of Python's expressions of §4.2 and §14. A blank one, or a lone comment, matches every span. Throws a `Failure`
 * with a `filter/…` code whose `at` points into the text.
 */
export function parseFilter(text: string): Filter {
  const syntax = readSyntax(text);
  if (!syntax) {
    return { text, condition: undefined };
  }
  const condition = checkFilter(text, syntax);
  const annotations = listAnnotations(condition);
  const surplus = annotations[MAX_ANNOTATION_NAMES];
  if (surplus) {
    throw filterFailure(
      'filter/too-large',
      `Cannot use ${annotations.length} annotations in one filter: ${MAX_ANNOTATION_NAMES} are the limit`,
      surplus.at
    );
  }
  return { text, condition };
}
