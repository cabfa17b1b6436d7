import type { AttributeValue } from '../../contract/attribute-value.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { parseJsonText } from '../parse-json-text.ts';
import { toPlainJson } from '../plain-json.ts';

/** Lists and objects come as they are or, where attributes can only be scalars, as JSON; a text that is neither stays a text. */
export function readStructure(value: AttributeValue | undefined): AttributeValue | undefined {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) {
    return value;
  }
  return parseJsonText(value, DEFAULT_LIMITS.maxDepth) ?? value;
}

/** A text as it is, anything else as JSON. */
export function toText(value: AttributeValue): string {
  return typeof value === 'string' ? value : toPlainJson(value);
}
