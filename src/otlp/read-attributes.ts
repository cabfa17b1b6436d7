import {
  setProperty,
  type AttributeObject,
  type AttributeValue
} from '../contract/attribute-value.ts';
import type { AttributeKey } from './attribute-key.ts';
import { FlatAttributes } from './flat-attributes.ts';
import type { KeyTable } from './key-table.ts';
import type { OtlpLimits } from './limits.ts';
import { nestAttributes } from './nest-attributes.ts';
import { parseJsonText } from './parse-json-text.ts';
import { toPlainJson } from './plain-json.ts';
import { shorten } from './shorten.ts';
import type { TextReader } from './text-reader.ts';
import { BYTES, FIXED64, VARINT, type Wire } from './wire.ts';

/** What the readers of one request share. */
export interface ReadingState {
  readonly wire: Wire;
  readonly text: TextReader;
  readonly keys: KeyTable;
  readonly limits: OtlpLimits;
  /** Why the span at hand cannot be stored, when a limit is passed. */
  refusal: string | undefined;
}

const tag = (field: number, kind: number): number => (field << 3) | kind;

const KEY_VALUE = { key: tag(1, BYTES), value: tag(2, BYTES) } as const;
const ANY = {
  string: tag(1, BYTES),
  boolean: tag(2, VARINT),
  integer: tag(3, VARINT),
  double: tag(4, FIXED64),
  array: tag(5, BYTES),
  kvlist: tag(6, BYTES),
  bytes: tag(7, BYTES)
} as const;
/** `values` of both ArrayValue and KeyValueList. */
const VALUES = tag(1, BYTES);

/** A kvlist under a longer key is nested as it is: each of its leaves would repeat the key. */
export const MAX_PREFIX = 4096;

/** Where the parts of a KeyValue lie; a value that is missing is an empty one. Read by {@link findParts}, and by nobody after the next call. */
const parts = { keyFrom: 0, keyTo: 0, valueFrom: 0, valueTo: 0 };

/** Finds the parts of the KeyValue that ends at `end`: they may come in any order, and the last one counts. */
function findParts(wire: Wire, end: number): void {
  parts.keyFrom = parts.keyTo = wire.at;
  parts.valueFrom = parts.valueTo = wire.at;
  while (wire.at < end) {
    const field = wire.readVarint();
    if (field === KEY_VALUE.key) {
      parts.keyTo = wire.openBytes(end);
      parts.keyFrom = wire.at;
      wire.at = parts.keyTo;
    } else if (field === KEY_VALUE.value) {
      parts.valueTo = wire.openBytes(end);
      parts.valueFrom = wire.at;
      wire.at = parts.valueTo;
    } else {
      wire.skip(field, end);
    }
  }
  wire.close(end);
}

/** Reads one KeyValue into `flat`; a kvlist becomes dotted keys (§14.7). */
export function readFlatAttribute(
  state: ReadingState,
  end: number,
  flat: FlatAttributes,
  prefix: string | undefined,
  depth: number
): void {
  const { wire, text, keys } = state;
  if (isRefused(state)) {
    wire.at = end;
    return;
  }
  findParts(wire, end);
  const { keyFrom, keyTo, valueFrom, valueTo } = parts;
  const key =
    prefix === undefined
      ? keys.findByBytes(wire.bytes, keyFrom, keyTo, text.readText)
      : keys.findByText(`${prefix}.${text.readText(keyFrom, keyTo)}`);
  if (valueFrom === valueTo) {
    addMember(state, flat, key, null, depth);
    return;
  }
  wire.at = valueFrom;
  const field = wire.readVarint();
  if (field === ANY.string) {
    const to = wire.openBytes(valueTo);
    if (to === valueTo) {
      addAttribute(state, flat, key, text.readText(wire.at, to));
      wire.at = end;
      return;
    }
  }
  wire.at = valueFrom;
  if (field === ANY.kvlist && key.role !== 'value' && key.text.length <= MAX_PREFIX) {
    readFlatList(state, valueTo, flat, key, depth);
  } else {
    addMember(state, flat, key, readAnyValue(state, valueTo, depth), depth);
  }
  wire.at = end;
}

/** Whether the span at hand cannot be stored anyway: the rest of it need not be read. */
export function isRefused(state: Pick<ReadingState, 'keys' | 'refusal'>): boolean {
  if (state.keys.isFull) {
    state.refusal ??= 'its attributes have too many different keys';
  }
  return state.refusal !== undefined;
}

function readFlatList(
  state: ReadingState,
  end: number,
  flat: FlatAttributes,
  key: AttributeKey,
  depth: number
): void {
  const { wire, limits } = state;
  if (depth >= limits.maxDepth) {
    state.refusal ??= `its attribute "${shorten(key.text)}" is nested deeper than ${limits.maxDepth}`;
    return;
  }
  let isEmpty = true;
  wire.readVarint();
  const listEnd = wire.openBytes(end);
  while (wire.at < listEnd) {
    const field = wire.readVarint();
    if (field === VALUES) {
      isEmpty = false;
      readFlatAttribute(state, wire.openBytes(listEnd), flat, key.text, depth + 1);
    } else {
      wire.skip(field, listEnd);
    }
  }
  wire.close(listEnd);
  if (isEmpty) {
    addAttribute(state, flat, key, {});
  }
}

/**
 * Adds an attribute of the span, or at a greater depth what stands in one: there null is a value (§14.7). An attribute without a value is
 * none (§1.4.4): libraries of JavaScript send one for each field that a message might have had.
 */
export function addMember(
  state: Pick<ReadingState, 'limits' | 'refusal' | 'keys'>,
  flat: FlatAttributes,
  key: AttributeKey,
  value: AttributeValue,
  depth: number
): void {
  if (value !== null || depth > 0) {
    addAttribute(state, flat, key, value);
  } else if (!refusesMore(state, flat)) {
    flat.empty++;
  }
}

function refusesMore(
  state: Pick<ReadingState, 'limits' | 'refusal'>,
  { count, empty }: FlatAttributes
): boolean {
  const { maxAttributes } = state.limits;
  const isFull = count + empty >= maxAttributes;
  if (isFull) {
    state.refusal ??= `it has more than ${maxAttributes} attributes`;
  }
  return isFull;
}

/** Adds an attribute, its text read as JSON or its value written as JSON where its key asks for that (§1.3.4, §1.4.3). */
export function addAttribute(
  state: Pick<ReadingState, 'limits' | 'refusal' | 'keys'>,
  flat: FlatAttributes,
  key: AttributeKey,
  value: AttributeValue
): void {
  if (refusesMore(state, flat)) {
    return;
  }
  if (key.role === 'json' && typeof value === 'string') {
    const parsed = parseJsonText(value, state.limits.maxDepth);
    // Senders that have nothing to say write `null` there.
    if (parsed !== null) {
      flat.add(key, parsed === undefined ? value : parsed);
    }
  } else if (key.role === 'value' && typeof value !== 'string' && value !== null) {
    flat.add(key, toPlainJson(value));
    flat.fix(state.keys.findByText(key.text.replace(/value$/, 'mime_type')), 'application/json');
  } else {
    flat.add(key, value);
  }
}

/** An AnyValue that ends at `end`; the last of its fields counts. */
export function readAnyValue(state: ReadingState, end: number, depth: number): AttributeValue {
  const { wire, text } = state;
  let value: AttributeValue = null;
  while (wire.at < end) {
    const field = wire.readVarint();
    switch (field) {
      case ANY.string: {
        const to = wire.openBytes(end);
        value = text.readText(wire.at, to);
        wire.at = to;
        break;
      }
      case ANY.boolean:
        value = wire.readInt64() !== 0;
        break;
      case ANY.integer:
        value = wire.readInt64();
        break;
      case ANY.double:
        value = wire.readDouble();
        break;
      case ANY.array:
        value = readArray(state, wire.openBytes(end), depth + 1);
        break;
      case ANY.kvlist:
        value = readObject(state, wire.openBytes(end), depth + 1);
        break;
      case ANY.bytes: {
        const to = wire.openBytes(end);
        value = wire.bytes.slice(wire.at, to);
        wire.at = to;
        break;
      }
      default:
        wire.skip(field, end);
    }
  }
  wire.close(end);
  return value;
}

function isTooDeep(state: ReadingState, end: number, depth: number): boolean {
  if (depth <= state.limits.maxDepth) {
    return false;
  }
  state.refusal ??= `a value in it is nested deeper than ${state.limits.maxDepth}`;
  state.wire.at = end;
  return true;
}

function readArray(state: ReadingState, end: number, depth: number): AttributeValue[] {
  const { wire } = state;
  const values: AttributeValue[] = [];
  if (isTooDeep(state, end, depth)) {
    return values;
  }
  while (wire.at < end) {
    const field = wire.readVarint();
    if (field === VALUES) {
      values.push(readAnyValue(state, wire.openBytes(end), depth));
    } else {
      wire.skip(field, end);
    }
  }
  wire.close(end);
  return values;
}

/** A kvlist within an array or an event: nested at the dots of its own keys. */
function readObject(state: ReadingState, end: number, depth: number): AttributeObject {
  if (isTooDeep(state, end, depth)) {
    return {};
  }
  const flat = new FlatAttributes();
  const { wire } = state;
  while (wire.at < end) {
    const field = wire.readVarint();
    if (field === VALUES) {
      readFlatAttribute(state, wire.openBytes(end), flat, undefined, depth);
    } else {
      wire.skip(field, end);
    }
  }
  wire.close(end);
  return nestAttributes(flat);
}

/** Reads one KeyValue into `object` under its key as sent: what events, links and resources have. */
export function readPlainAttribute(
  state: ReadingState,
  end: number,
  object: AttributeObject
): void {
  const { wire, text, keys } = state;
  if (isRefused(state)) {
    wire.at = end;
    return;
  }
  findParts(wire, end);
  const { keyFrom, keyTo, valueFrom, valueTo } = parts;
  const key = keys.findByBytes(wire.bytes, keyFrom, keyTo, text.readText);
  wire.at = valueFrom;
  setProperty(object, key.text, readAnyValue(state, valueTo, 0));
  wire.at = end;
}
