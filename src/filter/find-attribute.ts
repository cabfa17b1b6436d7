import { Double, isAttributeObject, type AttributeValue } from '../contract/attribute-value.ts';
import type { AttributePath } from './tree.ts';

/** What the first path that leads to a value leads to; null when none does. */
export function findAttribute(
  attributes: AttributeValue,
  paths: readonly AttributePath[]
): AttributeValue {
  for (const path of paths) {
    const value = follow(attributes, path);
    if (value !== undefined && value !== null) {
      return value;
    }
  }
  return null;
}

function follow(attributes: AttributeValue, path: AttributePath): AttributeValue | undefined {
  let value: AttributeValue | undefined = attributes;
  for (const step of path) {
    if (typeof step === 'number') {
      value = Array.isArray(value) ? value.at(step) : undefined;
    } else {
      value = isAttributeObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
    }
  }
  return value;
}

export function toNumberOrNull(value: AttributeValue): number | bigint | null {
  if (value instanceof Double) {
    return value.value;
  }
  return typeof value === 'bigint' || (typeof value === 'number' && !Number.isNaN(value))
    ? value
    : null;
}

/** Lists and objects, which hold other values. */
export function isContainer(value: AttributeValue): boolean {
  return Array.isArray(value) || isAttributeObject(value);
}
