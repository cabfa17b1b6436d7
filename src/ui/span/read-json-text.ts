import { readNumber } from '../../contract/attribute-json.ts';
import type { AttributeValue } from '../../contract/attribute-value.ts';

/** Beyond this a tree of it would be slower than its text. */
const MAX_LENGTH = 1_000_000;

/** The list or object that a text is in JSON, with its numbers exact; undefined for any other text. */
export function readJsonText(text: string): AttributeValue | undefined {
  if (text.length > MAX_LENGTH || !/^\s*[[{]/.test(text)) {
    return undefined;
  }
  try {
    return JSON.parse(text, revive as (key: string, value: unknown) => unknown) as AttributeValue;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

/** `source`: the number as it is written, where the browser tells. */
function revive(
  _key: string,
  value: AttributeValue,
  context?: { source?: string }
): AttributeValue {
  return typeof value === 'number' && context?.source !== undefined
    ? readNumber(context.source)
    : value;
}
