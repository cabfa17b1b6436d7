import {
  fromDouble,
  fromInteger,
  setProperty,
  type AttributeObject,
  type AttributeValue
} from '../contract/attribute-value.ts';
import type { SpanEvent, SpanLink } from '../contract/span.ts';
import { Failure } from '../contract/failures.ts';
import { buildSpan } from './build-span.ts';
import { decodeBase64 } from './decode-base64.ts';
import { tooManySpans } from './decode-traces.ts';
import { readOptions, type DecodedTraces, type DecodeOptions } from './decoded-traces.ts';
import { findProject } from './find-project.ts';
import { FlatAttributes } from './flat-attributes.ts';
import {
  isJsonObject,
  parseRequestJson,
  refuseTooManyParts,
  readField,
  type JsonObject
} from './request-json.ts';
import { KeyTable } from './key-table.ts';
import type { AttributeKey } from './attribute-key.ts';
import type { OtlpLimits } from './limits.ts';
import { nestAttributes } from './nest-attributes.ts';
import { clearRawSpan, createRawSpan, type RawSpan, type SpanOrigin } from './raw-span.ts';
import { addAttribute, addMember, isRefused, MAX_PREFIX } from './read-attributes.ts';
import { shorten } from './shorten.ts';
import { createTextReader } from './text-reader.ts';

interface DecodingState {
  readonly keys: KeyTable;
  readonly limits: OtlpLimits;
  readonly project: string | undefined;
  readonly raw: RawSpan;
  readonly decoded: DecodedTraces;
  /** Whether the body was not UTF-8: U+FFFD in a text may then stand for a fault. */
  readonly hasFaults: boolean;
  textFaults: number;
  refusal: string | undefined;
}

const keys = new KeyTable();

/**
 * Decodes an ExportTraceServiceRequest of OTLP/JSON: hex ids, 64-bit integers as text or number, enums by name or number, keys in camelCase or
 * snake_case. The spans are those that the same request in protobuf would give, and so are the failures.
 */
export function decodeTracesJson(bytes: Uint8Array, options: DecodeOptions = {}): DecodedTraces {
  const { project, limits } = readOptions(options);
  refuseTooManyParts(bytes, limits.maxParts);
  const reader = createTextReader(bytes);
  const text = reader.readText(0, bytes.length);
  const state: DecodingState = {
    keys,
    project,
    limits,
    raw: createRawSpan(),
    decoded: { spans: [], rejected: [] },
    hasFaults: reader.faults > 0,
    textFaults: 0,
    refusal: undefined
  };
  for (const resourceSpans of readList(parseRequestJson(text), 'resourceSpans')) {
    readResourceSpans(state, resourceSpans);
  }
  return state.decoded;
}

/** The objects of a repeated field; absent or null is none. */
function readList(object: JsonObject, name: string): JsonObject[] {
  const list = readField(object, name);
  if (list === undefined || list === null) {
    return [];
  }
  if (!Array.isArray(list) || !list.every(isJsonObject)) {
    throw malformed(`"${name}" is not a list of objects`);
  }
  return list;
}

function malformed(fault: string): Failure {
  return new Failure('otlp/malformed', `Cannot read the spans: ${fault}`, {
    hint: 'Send an ExportTraceServiceRequest of OTLP, encoded as JSON'
  });
}

function readObject(object: JsonObject, name: string): JsonObject {
  const value = readField(object, name);
  return isJsonObject(value) ? value : {};
}

function readResourceSpans(state: DecodingState, resourceSpans: JsonObject): void {
  state.refusal = undefined;
  const resource = readPlainAttributes(state, readObject(resourceSpans, 'resource'));
  const project = state.project ?? findProject(resource);
  const { refusal } = state;
  const scopes = [
    ...readList(resourceSpans, 'scopeSpans'),
    ...readList(resourceSpans, 'instrumentationLibrarySpans')
  ];
  for (const scopeSpans of scopes) {
    const scope = readObject(scopeSpans, 'scope');
    const origin = {
      project,
      resource,
      refusal,
      scope: { name: readText(state, scope, 'name'), version: readText(state, scope, 'version') }
    };
    for (const span of readList(scopeSpans, 'spans')) {
      addSpan(state, span, origin);
    }
  }
}

function addSpan(state: DecodingState, span: JsonObject, origin: SpanOrigin): void {
  const { decoded, raw, limits } = state;
  const index = decoded.spans.length + decoded.rejected.length;
  if (index >= limits.maxSpans) {
    throw tooManySpans(limits.maxSpans);
  }
  state.keys.beginSpan();
  clearRawSpan(raw);
  state.textFaults = 0;
  state.refusal = origin.refusal;
  readSpan(state, span);
  raw.refusal = state.refusal;
  const built = buildSpan(raw, origin, state.textFaults > 0);
  if (typeof built === 'string') {
    decoded.rejected.push({ index, name: raw.name, reason: built });
  } else {
    decoded.spans.push(built);
  }
}

function readSpan(state: DecodingState, span: JsonObject): void {
  const { raw, limits } = state;
  raw.traceId = readId(state, span, 'traceId');
  raw.spanId = readId(state, span, 'spanId');
  raw.parentId = readId(state, span, 'parentSpanId');
  raw.name = readText(state, span, 'name');
  raw.startNs = readTime(state, span, 'startTimeUnixNano');
  raw.endNs = readTime(state, span, 'endTimeUnixNano');
  readFlatAttributes(state, readList(span, 'attributes'), raw.attributes, undefined, 0);
  for (const event of takeAtMost(state, readList(span, 'events'), limits.maxEvents, 'events')) {
    raw.events.push(readEvent(state, event));
  }
  for (const link of takeAtMost(state, readList(span, 'links'), limits.maxLinks, 'links')) {
    raw.links.push(readLink(state, link));
  }
  const status = readObject(span, 'status');
  raw.statusCode = readStatusCode(readField(status, 'code'));
  raw.statusMessage = readText(state, status, 'message');
}

function takeAtMost(
  state: DecodingState,
  list: JsonObject[],
  limit: number,
  what: string
): JsonObject[] {
  if (list.length > limit) {
    state.refusal ??= `it has more than ${limit} ${what}`;
    return [];
  }
  return list;
}

const HEX = /^[0-9a-f]*$/i;

function readId(state: DecodingState, object: JsonObject, name: string): string {
  const id = readField(object, name) ?? '';
  if (typeof id === 'string' && HEX.test(id)) {
    return id.toLowerCase();
  }
  state.refusal ??= `its ${name} ${shorten(toWord(id))} is not in hex`;
  return '';
}

function readText(state: DecodingState, object: JsonObject, name: string): string {
  const text = readField(object, name);
  return typeof text === 'string' ? repairText(state, text) : '';
}

function repairText(state: DecodingState, text: string): string {
  if (!text.isWellFormed()) {
    state.textFaults++;
    return text.toWellFormed();
  }
  if (state.hasFaults && text.includes('\uFFFD')) {
    state.textFaults++;
  }
  return text;
}

/** A number or text as it was sent; anything else as JSON. */
function toWord(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
      return String(value);
    default:
      return JSON.stringify(value);
  }
}

const DIGITS = /^\d{1,20}$/;
const MAX_TIME = 2n ** 64n - 1n;

function readTime(state: DecodingState, object: JsonObject, name: string): bigint {
  const time = readField(object, name) ?? 0;
  const digits = toWord(time);
  if (DIGITS.test(digits) && BigInt(digits) <= MAX_TIME) {
    return BigInt(digits);
  }
  state.refusal ??= `its ${name} "${shorten(digits)}" is not a count of nanoseconds`;
  return 0n;
}

const STATUS_NAMES = new Map([
  ['STATUS_CODE_OK', 1],
  ['STATUS_CODE_ERROR', 2],
  ['1', 1],
  ['2', 2]
]);

function readStatusCode(code: unknown): number {
  return STATUS_NAMES.get(toWord(code ?? 0)) ?? 0;
}

function readEvent(state: DecodingState, event: JsonObject): SpanEvent {
  return {
    name: readText(state, event, 'name'),
    timeNs: readTime(state, event, 'timeUnixNano'),
    attributes: readPlainAttributes(state, event)
  };
}

function readLink(state: DecodingState, link: JsonObject): SpanLink {
  return {
    traceId: readId(state, link, 'traceId'),
    spanId: readId(state, link, 'spanId'),
    attributes: readPlainAttributes(state, link)
  };
}

function readPlainAttributes(state: DecodingState, owner: JsonObject): AttributeObject {
  const { limits } = state;
  const list = readList(owner, 'attributes');
  const object: AttributeObject = {};
  for (const attribute of takeAtMost(state, list, limits.maxAttributes, 'attributes in one part')) {
    const value = readField(attribute, 'value');
    setProperty(object, readText(state, attribute, 'key'), readAnyValue(state, value, 0));
  }
  return object;
}

function readFlatAttributes(
  state: DecodingState,
  list: JsonObject[],
  flat: FlatAttributes,
  prefix: string | undefined,
  depth: number
): void {
  for (const attribute of list) {
    if (isRefused(state)) {
      return;
    }
    const name = readText(state, attribute, 'key');
    const key = state.keys.findByText(prefix === undefined ? name : `${prefix}.${name}`);
    readFlatValue(state, readField(attribute, 'value'), flat, key, depth);
  }
}

function readFlatValue(
  state: DecodingState,
  value: unknown,
  flat: FlatAttributes,
  key: AttributeKey,
  depth: number
): void {
  const kvlist = isJsonObject(value) ? readField(value, 'kvlistValue') : undefined;
  if (!isJsonObject(kvlist) || key.role === 'value' || key.text.length > MAX_PREFIX) {
    addMember(state, flat, key, readAnyValue(state, value, depth), depth);
    return;
  }
  if (depth >= state.limits.maxDepth) {
    state.refusal ??= `its attribute "${shorten(key.text)}" is nested deeper than ${state.limits.maxDepth}`;
    return;
  }
  const list = readList(kvlist, 'values');
  if (list.length === 0) {
    addAttribute(state, flat, key, {});
  } else {
    readFlatAttributes(state, list, flat, key.text, depth + 1);
  }
}

function readAnyValue(state: DecodingState, value: unknown, depth: number): AttributeValue {
  if (!isJsonObject(value)) {
    return null;
  }
  const text = readField(value, 'stringValue');
  if (typeof text === 'string') {
    return repairText(state, text);
  }
  const boolean = readField(value, 'boolValue');
  if (typeof boolean === 'boolean') {
    return boolean;
  }
  const bytes = readField(value, 'bytesValue');
  if (typeof bytes === 'string') {
    return decodeBase64(bytes) ?? bytes;
  }
  return (
    readNumbers(value) ??
    readArray(state, readField(value, 'arrayValue'), depth + 1) ??
    readKvlist(state, readField(value, 'kvlistValue'), depth + 1)
  );
}

function readNumbers(value: JsonObject): AttributeValue | undefined {
  const integer = readField(value, 'intValue');
  if (integer !== undefined && integer !== null) {
    const text = toWord(integer);
    return /^[+-]?\d{1,20}$/.test(text)
      ? fromInteger(BigInt.asIntN(64, BigInt(text.replace('+', ''))))
      : text;
  }
  const double = readField(value, 'doubleValue');
  if (double !== undefined && double !== null) {
    const number = Number(double);
    // A word that is no number is kept as the text it is.
    return Number.isNaN(number) && double !== 'NaN' ? toWord(double) : fromDouble(number);
  }
  return undefined;
}

function isTooDeep(state: DecodingState, depth: number): boolean {
  if (depth <= state.limits.maxDepth) {
    return false;
  }
  state.refusal ??= `a value in it is nested deeper than ${state.limits.maxDepth}`;
  return true;
}

function readArray(
  state: DecodingState,
  array: unknown,
  depth: number
): AttributeValue[] | undefined {
  if (!isJsonObject(array)) {
    return undefined;
  }
  return isTooDeep(state, depth)
    ? []
    : readValues(array).map(value => readAnyValue(state, value, depth));
}

/** The items of an array; null is one, too. */
function readValues(array: JsonObject): unknown[] {
  const values = readField(array, 'values') ?? [];
  if (!Array.isArray(values)) {
    throw malformed('"values" is not a list');
  }
  return values;
}

function readKvlist(state: DecodingState, kvlist: unknown, depth: number): AttributeObject | null {
  if (!isJsonObject(kvlist)) {
    return null;
  }
  const flat = new FlatAttributes();
  if (!isTooDeep(state, depth)) {
    readFlatAttributes(state, readList(kvlist, 'values'), flat, undefined, depth);
  }
  return nestAttributes(flat);
}
