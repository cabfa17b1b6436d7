import type { AttributeObject } from '../contract/attribute-value.ts';
import type { SpanEvent, SpanLink, SpanScope } from '../contract/span.ts';
import { FlatAttributes } from './flat-attributes.ts';

/** A span as the request has it, before any rule is applied; used again for the next span. */
export interface RawSpan {
  /** Hex of whatever length was sent. */
  traceId: string;
  spanId: string;
  parentId: string;
  name: string;
  startNs: bigint;
  endNs: bigint;
  statusCode: number;
  statusMessage: string;
  readonly attributes: FlatAttributes;
  events: SpanEvent[];
  links: SpanLink[];
  /** Why the span cannot be stored, if the reader saw that. */
  refusal: string | undefined;
}

/** What all spans of one scope share. */
export interface SpanOrigin {
  project: string;
  resource: AttributeObject;
  scope: SpanScope;
  /** Why no span of this origin can be stored, if so. */
  refusal: string | undefined;
}

export function createRawSpan(): RawSpan {
  const raw = { attributes: new FlatAttributes() } as RawSpan;
  clearRawSpan(raw);
  return raw;
}

export function clearRawSpan(raw: RawSpan): void {
  raw.traceId = '';
  raw.spanId = '';
  raw.parentId = '';
  raw.name = '';
  raw.startNs = 0n;
  raw.endNs = 0n;
  raw.statusCode = 0;
  raw.statusMessage = '';
  raw.attributes.clear();
  raw.events = [];
  raw.links = [];
  raw.refusal = undefined;
}
