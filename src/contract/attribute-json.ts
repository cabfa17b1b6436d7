import {
  Double,
  fromDouble,
  fromInteger,
  isAttributeObject,
  setProperty,
  type AttributeObject,
  type AttributeValue
} from './attribute-value.ts';

/** Key of the one property that marks bytes (in base64) and the double that JSON has no word for. */
export const BYTES_MARK = '$bytes';
export const FLOAT_MARK = '$float';

/** A user's own keys that look like a mark get one more `$`. */
const LIKE_A_MARK = /^\$+(?:bytes|float)$/;

/** The key under which a property stands in the JSON text. */
export function toStoredKey(key: string): string {
  return LIKE_A_MARK.test(key) ? `$${key}` : key;
}

/** The key of a property that stands under this one in the JSON text. */
export function fromStoredKey(key: string): string {
  return LIKE_A_MARK.test(key) ? key.slice(1) : key;
}

/**
 * JSON from which {@link readAttributeJson} makes the same value again: integers of any size as they are, whole doubles as `3.0`, infinities
 * as `9e999` (grammatical JSON that every reader takes for infinity), `{"$float":"NaN"}`, `{"$bytes":"…"}`.
 */
export function writeAttributeJson(value: AttributeValue): string {
  // Most values are what JSON has words for, and the engine's own writer is several times as fast.
  return isPlainJson(value) ? JSON.stringify(value) : writeExactly(value);
}

/** Whether JSON itself writes the value as it is written here. */
function isPlainJson(value: AttributeValue): boolean {
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value));
  }
  if (typeof value !== 'object' || value === null) {
    return typeof value !== 'bigint';
  }
  if (Array.isArray(value)) {
    return value.every(isPlainJson);
  }
  if (value instanceof Double || value instanceof Uint8Array) {
    return false;
  }
  for (const key in value) {
    if (key.startsWith('$') || !isPlainJson(value[key] ?? null)) {
      return false;
    }
  }
  return true;
}

function writeExactly(value: AttributeValue): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return writeNumber(value);
    case 'bigint':
      return String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    default:
      return value === null ? 'null' : writeObject(value);
  }
}

function writeNumber(value: number): string {
  if (Number.isFinite(value)) {
    const text = String(value);
    // Beyond 2^53 a number without a point would be read as an integer.
    return Number.isInteger(value) && !Number.isSafeInteger(value) && !text.includes('e')
      ? `${text}.0`
      : text;
  }
  return Number.isNaN(value) ? `{"${FLOAT_MARK}":"NaN"}` : value > 0 ? '9e999' : '-9e999';
}

function writeObject(value: AttributeValue[] | AttributeObject | Double | Uint8Array): string {
  if (Array.isArray(value)) {
    return `[${value.map(writeAttributeJson).join(',')}]`;
  }
  if (value instanceof Double) {
    return Object.is(value.value, -0) ? '-0.0' : `${value.value}.0`;
  }
  if (value instanceof Uint8Array) {
    return `{"${BYTES_MARK}":"${toBase64(value)}"}`;
  }
  let text = '{';
  for (const [key, property] of Object.entries(value)) {
    text += `${text === '{' ? '' : ','}${JSON.stringify(toStoredKey(key))}:${writeAttributeJson(property)}`;
  }
  return `${text}}`;
}

/** What plain `JSON.parse` would get wrong: long integers, whole doubles, marks, `__proto__`. */
const NEEDS_CARE = /\d{16}|\d\.0(?!\d)|\$(?:bytes|float)"/;

/** Reads what {@link writeAttributeJson} wrote. Throws `SyntaxError` for any other text that is not JSON. */
export function readAttributeJson(text: string): AttributeValue {
  return NEEDS_CARE.test(text)
    ? (JSON.parse(text, revive as (key: string, value: unknown) => unknown) as AttributeValue)
    : (JSON.parse(text) as AttributeValue);
}

/** `source`: the number as written; engines of before 2024 do not tell, and round. */
function revive(
  _key: string,
  value: AttributeValue,
  context?: { source?: string }
): AttributeValue {
  if (typeof value === 'number') {
    return context?.source === undefined ? value : readNumber(context.source);
  }
  return isAttributeObject(value) ? readMarks(value) : value;
}

/** A JSON number, exactly: without a point or an exponent it is an integer. */
export function readNumber(source: string): number | bigint | Double {
  return /[.eE]/.test(source) ? fromDouble(Number(source)) : fromInteger(BigInt(source));
}

function readMarks(value: AttributeObject): AttributeValue {
  const keys = Object.keys(value);
  const marked = keys.filter(key => LIKE_A_MARK.test(key));
  if (marked.length === 0) {
    return value;
  }
  const key = keys.length === 1 ? keys[0] : undefined;
  const content = key === undefined ? undefined : value[key];
  if (typeof content === 'string' && key === BYTES_MARK) {
    return fromBase64(content);
  }
  if (typeof content === 'string' && key === FLOAT_MARK) {
    return NaN;
  }
  const plain: AttributeObject = {};
  for (const [name, property] of Object.entries(value)) {
    setProperty(plain, fromStoredKey(name), property);
  }
  return plain;
}

const CHUNK = 8192;

/** Standard base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let i = 0; i < bytes.length; i += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(i, i + CHUNK));
  }
  return btoa(binary);
}

/** Bytes of standard base64. Throws when the text is none. */
export function fromBase64(text: string): Uint8Array {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) {
    bytes[i] = binary.charCodeAt(i);
  }
  return bytes;
}
