import { type AttributeValue, Double, isAttributeObject } from '../contract/attribute-value.ts';

/** Where a text, in lower case, occurs first in a value: the path as the filter language writes it, '' for the value itself; undefined when nowhere. */
export function findText(value: AttributeValue, text: string): string | undefined {
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) {
      const path = findText(item, text);
      if (path !== undefined) {
        return `[${i}]${path}`;
      }
    }
    return undefined;
  }
  if (isAttributeObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      const path = key.toLowerCase().includes(text) ? '' : findText(item, text);
      if (path !== undefined) {
        return writeKey(key) + path;
      }
    }
    return undefined;
  }
  return textOf(value).toLowerCase().includes(text) ? '' : undefined;
}

function textOf(
  value: Exclude<AttributeValue, object | null> | Double | Uint8Array | null
): string {
  return value === null || value instanceof Uint8Array
    ? ''
    : String(value instanceof Double ? value.value : value);
}

function writeKey(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
