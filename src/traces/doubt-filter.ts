import type { AttributeKey, FilterDoubt } from '../contract/traces.ts';
import { validateFilter } from '../filter/validate-filter.ts';

/**
 * Names in a filter that no span has, each with the one that was probably meant: what may be misspelled is not wrong
 * (§4.2.2), but leaves nothing. Without any attributes there is nothing to compare with, and no doubt.
 */
export function doubtFilter(filter: string, attributes: readonly AttributeKey[]): FilterDoubt[] {
  if (attributes.length === 0) {
    return [];
  }
  const result = validateFilter(filter, { attributes: attributes.map(({ path }) => path) });
  return result.isValid ? result.warnings : [];
}
