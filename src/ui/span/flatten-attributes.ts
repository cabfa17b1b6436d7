import { type AttributeValue, Double, isAttributeObject } from '../../contract/attribute-value.ts';
import { pythonString } from '../parts/python-string.ts';
import { type Steps, toFilterPath } from './attribute-list.ts';

export interface FlatAttribute {
  steps: Steps;
  /** As the filter language writes it. */
  path: string;
  /** No list or object, but for empty ones and vectors. */
  value: AttributeValue;
}

/** Numbers beyond these are a vector, which nobody reads one by one. */
const VECTOR_LENGTH = 16;

/** Every value of the attributes with its path, in the order of the span. */
export function flattenAttributes(attributes: AttributeValue): FlatAttribute[] {
  const flat: FlatAttribute[] = [];
  const visit = (value: AttributeValue, steps: Steps) => {
    if (Array.isArray(value) && value.length > 0 && !isVector(value)) {
      value.forEach((item, i) => visit(item, [...steps, i]));
    } else if (isAttributeObject(value) && Object.keys(value).length > 0) {
      Object.entries(value).forEach(([key, item]) => visit(item, [...steps, key]));
    } else if (steps.length > 0) {
      flat.push({ steps, path: toFilterPath(steps), value });
    }
  };
  visit(attributes, []);
  return flat;
}

export function isVector(value: AttributeValue): value is number[] {
  return (
    Array.isArray(value) &&
    value.length > VECTOR_LENGTH &&
    value.every(item => typeof item === 'number' || item instanceof Double)
  );
}

/** A text that is longer is looked for by its beginning. */
const MAX_TEXT = 200;

/** The filter that finds spans with the same value; undefined where none can be written. */
export function conditionOf({ path, value }: FlatAttribute): string | undefined {
  if (typeof value === 'string') {
    return value.length > MAX_TEXT
      ? `${pythonString(value.slice(0, MAX_TEXT))} in ${path}`
      : `${path} == ${pythonString(value)}`;
  }
  if (typeof value === 'boolean') {
    return `${path} == ${value ? 'True' : 'False'}`;
  }
  const number = value instanceof Double ? value.value : value;
  return typeof number === 'bigint' || (typeof number === 'number' && Number.isFinite(number))
    ? `${path} == ${number}`
    : undefined;
}

/** A value on one line. */
export function writeValue(value: AttributeValue): string {
  if (value === null) {
    return 'None';
  }
  if (value instanceof Uint8Array) {
    return `${value.length} bytes`;
  }
  if (value instanceof Double) {
    return Number.isInteger(value.value) ? value.value.toFixed(1) : String(value.value);
  }
  return Array.isArray(value)
    ? `[${value.slice(0, 4).map(writeValue).join(', ')}${value.length > 4 ? `, … ${value.length} numbers` : ''}]`
    : isAttributeObject(value)
      ? '{}'
      : String(value);
}
