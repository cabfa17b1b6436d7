import { Double, isAttributeObject, type AttributeValue } from '../contract/attribute-value.ts';

/** Whether lists and objects are nested more than `depth` deep. */
export function isDeeper(value: AttributeValue, depth: number): boolean {
  if (typeof value !== 'object' || value === null || value instanceof Double) {
    return false;
  }
  if (depth === 0) {
    return true;
  }
  const children = Array.isArray(value)
    ? value
    : isAttributeObject(value)
      ? Object.values(value)
      : [];
  return children.some(child => isDeeper(child, depth - 1));
}
