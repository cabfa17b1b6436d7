import { Failure } from '../contract/failures.ts';
import type { AttributeObject } from '../contract/attribute-value.ts';
import type { SpanEvent, SpanLink, SpanScope } from '../contract/span.ts';
import { buildSpan } from './build-span.ts';
import { readOptions, type DecodedTraces, type DecodeOptions } from './decoded-traces.ts';
import { findProject } from './find-project.ts';
import { KeyTable } from './key-table.ts';
import { clearRawSpan, createRawSpan, type RawSpan, type SpanOrigin } from './raw-span.ts';
import {
  isRefused,
  readFlatAttribute,
  readPlainAttribute,
  type ReadingState
} from './read-attributes.ts';
import { createTextReader } from './text-reader.ts';
import { BYTES, FIXED64, VARINT, Wire } from './wire.ts';

const tag = (field: number, kind: number): number => (field << 3) | kind;

const RESOURCE_SPANS = tag(1, BYTES);
const RESOURCE = tag(1, BYTES);
const SCOPE_SPANS = tag(2, BYTES);
/** What SDKs of before 2022 send instead of scope spans; the same fields within. */
const LIBRARY_SPANS = tag(1000, BYTES);
const RESOURCE_ATTRIBUTES = tag(1, BYTES);
const SCOPE = tag(1, BYTES);
const SPANS = tag(2, BYTES);
const SCOPE_NAME = tag(1, BYTES);
const SCOPE_VERSION = tag(2, BYTES);

const SPAN = {
  traceId: tag(1, BYTES),
  spanId: tag(2, BYTES),
  parentId: tag(4, BYTES),
  name: tag(5, BYTES),
  start: tag(7, FIXED64),
  end: tag(8, FIXED64),
  attributes: tag(9, BYTES),
  events: tag(11, BYTES),
  links: tag(13, BYTES),
  status: tag(15, BYTES)
} as const;
const EVENT = { time: tag(1, FIXED64), name: tag(2, BYTES), attributes: tag(3, BYTES) } as const;
const LINK = { traceId: tag(1, BYTES), spanId: tag(2, BYTES), attributes: tag(4, BYTES) } as const;
const STATUS = { message: tag(2, BYTES), code: tag(3, VARINT) } as const;

interface DecodingState extends ReadingState {
  readonly raw: RawSpan;
  readonly decoded: DecodedTraces;
  readonly project: string | undefined;
}

/** Keys of all requests; decoding is synchronous, so one request at a time uses them. */
const keys = new KeyTable();

/**
 * Decodes an ExportTraceServiceRequest of OTLP in protobuf. Throws `otlp/malformed` for bytes that are none and `otlp/too-large` for more spans than
 * the limit; a span that breaks a rule or another limit is rejected alone.
 */
export function decodeTraces(bytes: Uint8Array, options: DecodeOptions = {}): DecodedTraces {
  const { project, limits } = readOptions(options);
  const wire = new Wire(bytes, limits.maxParts);
  const state: DecodingState = {
    wire,
    text: createTextReader(bytes),
    keys,
    project,
    limits,
    raw: createRawSpan(),
    decoded: { spans: [], rejected: [] },
    refusal: undefined
  };
  while (wire.at < bytes.length) {
    const field = wire.readVarint();
    if (field === RESOURCE_SPANS) {
      readResourceSpans(state, wire.openBytes(bytes.length));
    } else {
      wire.skip(field, bytes.length);
    }
  }
  return state.decoded;
}

/** Reads the bytes of every field `wanted` of the message that ends at `end`; `read` leaves the cursor anywhere. */
function readEach(
  wire: Wire,
  end: number,
  wanted: (field: number) => boolean,
  read: (end: number) => void
): void {
  while (wire.at < end) {
    const field = wire.readVarint();
    if (wanted(field)) {
      const to = wire.openBytes(end);
      read(to);
      wire.at = to;
    } else {
      wire.skip(field, end);
    }
  }
  wire.close(end);
}

function readResourceSpans(state: DecodingState, end: number): void {
  const { wire, limits } = state;
  const start = wire.at;
  const resource: AttributeObject = {};
  let attributeCount = 0;
  keys.beginSpan();
  state.refusal = undefined;
  // The resource may stand behind its spans.
  readEach(
    wire,
    end,
    field => field === RESOURCE,
    to => {
      readEach(
        wire,
        to,
        field => field === RESOURCE_ATTRIBUTES,
        attributeEnd => {
          if (attributeCount++ === limits.maxAttributes) {
            state.refusal ??= `its resource has more than ${limits.maxAttributes} attributes`;
          }
          readPlainAttribute(state, attributeEnd, resource);
        }
      );
    }
  );
  wire.at = start;
  const project = state.project ?? findProject(resource);
  const { refusal } = state;
  readEach(
    wire,
    end,
    field => field === SCOPE_SPANS || field === LIBRARY_SPANS,
    to => readScopeSpans(state, to, { project, resource, refusal })
  );
}

function readScopeSpans(
  state: DecodingState,
  end: number,
  resource: Omit<SpanOrigin, 'scope'>
): void {
  const { wire } = state;
  const start = wire.at;
  const scope: SpanScope = { name: '', version: '' };
  readEach(
    wire,
    end,
    field => field === SCOPE,
    to => readScope(state, to, scope)
  );
  wire.at = start;
  const origin = { ...resource, scope };
  readEach(
    wire,
    end,
    field => field === SPANS,
    to => addSpan(state, to, origin)
  );
}

function readScope({ wire, text }: DecodingState, end: number, scope: SpanScope): void {
  while (wire.at < end) {
    const field = wire.readVarint();
    if (field === SCOPE_NAME || field === SCOPE_VERSION) {
      const to = wire.openBytes(end);
      scope[field === SCOPE_NAME ? 'name' : 'version'] = text.readText(wire.at, to);
      wire.at = to;
    } else {
      wire.skip(field, end);
    }
  }
  wire.close(end);
}

function addSpan(state: DecodingState, end: number, origin: SpanOrigin): void {
  const { decoded, raw, text, limits } = state;
  const index = decoded.spans.length + decoded.rejected.length;
  if (index >= limits.maxSpans) {
    throw tooManySpans(limits.maxSpans);
  }
  const faults = text.faults;
  keys.beginSpan();
  clearRawSpan(raw);
  state.refusal = origin.refusal;
  readSpan(state, end);
  raw.refusal = state.refusal;
  const span = buildSpan(raw, origin, text.faults > faults);
  if (typeof span === 'string') {
    decoded.rejected.push({ index, name: raw.name, reason: span });
  } else {
    decoded.spans.push(span);
  }
}

export function tooManySpans(limit: number): Failure {
  return new Failure('otlp/too-large', `Cannot take more than ${limit} spans in one request`, {
    hint: 'Make the batches of the exporter smaller'
  });
}

function readSpan(state: DecodingState, end: number): void {
  const { wire, text, raw } = state;
  while (wire.at < end) {
    const field = wire.readVarint();
    switch (field) {
      case SPAN.traceId:
        raw.traceId = readHex(state, end);
        break;
      case SPAN.spanId:
        raw.spanId = readHex(state, end);
        break;
      case SPAN.parentId:
        raw.parentId = readHex(state, end);
        break;
      case SPAN.name: {
        const to = wire.openBytes(end);
        raw.name = text.readText(wire.at, to);
        wire.at = to;
        break;
      }
      case SPAN.start:
        raw.startNs = wire.readFixed64();
        break;
      case SPAN.end:
        raw.endNs = wire.readFixed64();
        break;
      case SPAN.attributes:
        readFlatAttribute(state, wire.openBytes(end), raw.attributes, undefined, 0);
        break;
      case SPAN.events:
      case SPAN.links: {
        const to = wire.openBytes(end);
        if (isRefused(state)) {
          wire.at = to;
        } else if (field === SPAN.events) {
          addEvent(state, to);
        } else {
          addLink(state, to);
        }
        break;
      }
      case SPAN.status:
        readStatus(state, wire.openBytes(end));
        break;
      default:
        wire.skip(field, end);
    }
  }
  wire.close(end);
}

/** Ids have 8 or 16 bytes; of a longer one only enough is read to say what is wrong. */
const MAX_ID_BYTES = 64;

function readHex({ wire, text }: DecodingState, end: number): string {
  const to = wire.openBytes(end);
  const id = text.readHex(wire.at, Math.min(to, wire.at + MAX_ID_BYTES));
  wire.at = to;
  return id;
}

function addEvent(state: DecodingState, end: number): void {
  const { wire, text, raw, limits } = state;
  const event: SpanEvent = { name: '', timeNs: 0n, attributes: {} };
  let attributeCount = 0;
  while (wire.at < end) {
    const field = wire.readVarint();
    if (field === EVENT.time) {
      event.timeNs = wire.readFixed64();
    } else if (field === EVENT.name) {
      const to = wire.openBytes(end);
      event.name = text.readText(wire.at, to);
      wire.at = to;
    } else if (field === EVENT.attributes && attributeCount++ < limits.maxAttributes) {
      readPlainAttribute(state, wire.openBytes(end), event.attributes);
    } else {
      wire.skip(field, end);
    }
  }
  wire.close(end);
  raw.events.push(event);
  if (raw.events.length > limits.maxEvents) {
    state.refusal ??= `it has more than ${limits.maxEvents} events`;
  } else if (attributeCount > limits.maxAttributes) {
    state.refusal ??= `one of its events has more than ${limits.maxAttributes} attributes`;
  }
}

function addLink(state: DecodingState, end: number): void {
  const { wire, raw, limits } = state;
  const link: SpanLink = { traceId: '', spanId: '', attributes: {} };
  let attributeCount = 0;
  while (wire.at < end) {
    const field = wire.readVarint();
    if (field === LINK.traceId) {
      link.traceId = readHex(state, end);
    } else if (field === LINK.spanId) {
      link.spanId = readHex(state, end);
    } else if (field === LINK.attributes && attributeCount++ < limits.maxAttributes) {
      readPlainAttribute(state, wire.openBytes(end), link.attributes);
    } else {
      wire.skip(field, end);
    }
  }
  wire.close(end);
  raw.links.push(link);
  if (raw.links.length > limits.maxLinks) {
    state.refusal ??= `it has more than ${limits.maxLinks} links`;
  } else if (attributeCount > limits.maxAttributes) {
    state.refusal ??= `one of its links has more than ${limits.maxAttributes} attributes`;
  }
}

function readStatus({ wire, text, raw }: DecodingState, end: number): void {
  while (wire.at < end) {
    const field = wire.readVarint();
    if (field === STATUS.message) {
      const to = wire.openBytes(end);
      raw.statusMessage = text.readText(wire.at, to);
      wire.at = to;
    } else if (field === STATUS.code) {
      raw.statusCode = wire.readVarint();
    } else {
      wire.skip(field, end);
    }
  }
  wire.close(end);
}
