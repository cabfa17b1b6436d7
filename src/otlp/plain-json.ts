import { toBase64 } from '../contract/attribute-json.ts';
import { Double, isAttributeObject, type AttributeValue } from '../contract/attribute-value.ts';

/** JSON for people and for programs that know nothing of ours: bytes in base64, what is no number null, whole doubles without a point. */
export function toPlainJson(value: AttributeValue): string {
  if (typeof value === 'bigint') {
    return String(value);
  }
  if (value instanceof Uint8Array) {
    return JSON.stringify(toBase64(value));
  }
  if (Array.isArray(value)) {
    return `[${value.map(toPlainJson).join(',')}]`;
  }
  if (isAttributeObject(value)) {
    const properties = Object.entries(value).map(
      ([key, property]) => `${JSON.stringify(key)}:${toPlainJson(property)}`
    );
    return `{${properties.join(',')}}`;
  }
  return JSON.stringify(value instanceof Double ? value.value : value);
}
