import type { Model } from '../../inferences/model.ts';
import type { RuleBook } from './rule-book.ts';

/** A period without rows in new data would leave everything without a comparison: the reference is taken again. */
export async function dropStaleBaseline(book: RuleBook, model: Model): Promise<string[]> {
  const { baseline } = book.rules;
  if (baseline === null || model.datasets.primary === null) {
    return [];
  }
  const { hasRowsBetween } = await import('./check-rules.ts');
  if (hasRowsBetween(model, baseline)) {
    return [];
  }
  await book.change({ baseline: null });
  return [
    `The baseline from ${baseline.start} to ${baseline.end} was given up: no row of the new data lies in it`
  ];
}
