import {
  Double,
  getProperty,
  isAttributeObject,
  setProperty,
  type AttributeObject,
  type AttributeValue
} from '../contract/attribute-value.ts';
import {
  SPAN_KINDS,
  STATUS_CODES,
  type Span,
  type SpanKind,
  type SpanMark
} from '../contract/span.ts';
import type { FlatAttributes } from './flat-attributes.ts';
import { convertGenAi } from './gen-ai/convert-gen-ai.ts';
import { isDeeper } from './is-deeper.ts';
import { nestAttributes } from './nest-attributes.ts';
import type { RawSpan, SpanOrigin } from './raw-span.ts';
import { shorten } from './shorten.ts';

/** Below their keys. Lists, the keys within them and JSON texts each nest as deep as their own limits allow; SQLite reads JSON of 1000 levels. */
const MAX_VALUE_DEPTH = 192;
const TRACE_ID_DIGITS = 32;
const SPAN_ID_DIGITS = 16;

/** Of an empty id, too. */
function isAllZero(id: string): boolean {
  return !/[^0]/.test(id);
}

/** Applies the rules of §1.3 and §14 to one span; a sentence instead of a span says why it cannot be stored. */
export function buildSpan(raw: RawSpan, origin: SpanOrigin, textFaults: boolean): Span | string {
  const refusal = raw.refusal ?? findIdFault(raw) ?? findDepthFault(raw.attributes);
  if (refusal !== undefined) {
    return refusal;
  }
  const attributes = nestAttributes(raw.attributes);
  convertGenAi(attributes, raw.events);
  readTokenCounts(attributes);
  return {
    traceId: raw.traceId,
    spanId: raw.spanId,
    parentId: isAllZero(raw.parentId) ? null : raw.parentId,
    name: raw.name,
    kind: readKind(attributes),
    statusCode: STATUS_CODES[raw.statusCode] ?? 'UNSET',
    statusMessage: raw.statusMessage,
    startNs: raw.startNs,
    endNs: raw.endNs === 0n ? null : raw.endNs,
    attributes,
    events: raw.events,
    links: raw.links,
    project: origin.project,
    resource: origin.resource,
    scope: origin.scope,
    marks: findMarks(raw, textFaults)
  };
}

function findIdFault({ traceId, spanId, parentId }: RawSpan): string | undefined {
  if (!isId(traceId, TRACE_ID_DIGITS)) {
    return `its trace id is ${describeId(traceId, TRACE_ID_DIGITS)}`;
  }
  if (!isId(spanId, SPAN_ID_DIGITS)) {
    return `its span id is ${describeId(spanId, SPAN_ID_DIGITS)}`;
  }
  return isAllZero(parentId) || isId(parentId, SPAN_ID_DIGITS)
    ? undefined
    : `its parent's id is ${describeId(parentId, SPAN_ID_DIGITS)}`;
}

function findDepthFault({ values, count }: FlatAttributes): string | undefined {
  for (let i = 0; i < count; i++) {
    const value = values[i];
    if (typeof value === 'object' && isDeeper(value, MAX_VALUE_DEPTH)) {
      return `a value in it is nested deeper than ${MAX_VALUE_DEPTH}`;
    }
  }
  return undefined;
}

function isId(id: string, digits: number): boolean {
  return id.length === digits && !isAllZero(id);
}

function describeId(id: string, digits: number): string {
  if (id === '') {
    return 'missing';
  }
  if (id.length === digits && isAllZero(id)) {
    return 'all zero';
  }
  return `"${shorten(id)}", not ${digits} hex digits`;
}

const KINDS = new Set<string>(SPAN_KINDS);

function readKind(attributes: AttributeObject): SpanKind {
  const span = getProperty(getProperty(attributes, 'openinference'), 'span');
  const kind = getProperty(span, 'kind');
  const known = typeof kind === 'string' ? kind.trim().toUpperCase() : '';
  return KINDS.has(known) ? (known as SpanKind) : 'UNKNOWN';
}

const COUNTS = ['prompt', 'completion', 'total'];
const WHOLE_NUMBER = /^\s*[+-]?\d{1,15}\s*$/;

/** Counts that were sent as text or as doubles are integers where they can be; any other text stays what it is, and counts nothing (§14.5). */
function readTokenCounts(attributes: AttributeObject): void {
  const counts = getProperty(getProperty(attributes, 'llm'), 'token_count');
  if (!isAttributeObject(counts)) {
    return;
  }
  for (const name of COUNTS) {
    const count: AttributeValue | undefined = getProperty(counts, name);
    if ((typeof count === 'string' && WHOLE_NUMBER.test(count)) || count instanceof Double) {
      setProperty(counts, name, Number(count));
    }
  }
}

function findMarks(raw: RawSpan, textFaults: boolean): SpanMark[] {
  const marks: SpanMark[] = [];
  if (textFaults) {
    marks.push('text-replaced');
  }
  if (raw.parentId === raw.spanId) {
    marks.push('own-parent');
  }
  return marks;
}
