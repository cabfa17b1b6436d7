import protobuf from 'protobufjs';

/** The messages of OTLP's trace request and of its answers, by field name, type and number. */
const MESSAGES: Record<string, Record<string, [type: string, id: number]>> = {
  Request: { resourceSpans: ['repeated ResourceSpans', 1] },
  ResourceSpans: {
    resource: ['Resource', 1],
    scopeSpans: ['repeated ScopeSpans', 2],
    schemaUrl: ['string', 3]
  },
  Resource: { attributes: ['repeated KeyValue', 1], droppedAttributesCount: ['uint32', 2] },
  ScopeSpans: {
    scope: ['Scope', 1],
    spans: ['repeated Span', 2],
    schemaUrl: ['string', 3]
  },
  Scope: { name: ['string', 1], version: ['string', 2], attributes: ['repeated KeyValue', 3] },
  Span: {
    traceId: ['bytes', 1],
    spanId: ['bytes', 2],
    traceState: ['string', 3],
    parentSpanId: ['bytes', 4],
    name: ['string', 5],
    kind: ['int32', 6],
    startTimeUnixNano: ['fixed64', 7],
    endTimeUnixNano: ['fixed64', 8],
    attributes: ['repeated KeyValue', 9],
    droppedAttributesCount: ['uint32', 10],
    events: ['repeated Event', 11],
    links: ['repeated Link', 13],
    status: ['Status', 15],
    flags: ['fixed32', 16]
  },
  Event: {
    timeUnixNano: ['fixed64', 1],
    name: ['string', 2],
    attributes: ['repeated KeyValue', 3]
  },
  Link: {
    traceId: ['bytes', 1],
    spanId: ['bytes', 2],
    traceState: ['string', 3],
    attributes: ['repeated KeyValue', 4]
  },
  Status: { message: ['string', 2], code: ['int32', 3] },
  KeyValue: { key: ['string', 1], value: ['AnyValue', 2] },
  AnyValue: {
    stringValue: ['string', 1],
    boolValue: ['bool', 2],
    intValue: ['int64', 3],
    doubleValue: ['double', 4],
    arrayValue: ['Values', 5],
    kvlistValue: ['KeyValues', 6],
    bytesValue: ['bytes', 7]
  },
  Values: { values: ['repeated AnyValue', 1] },
  KeyValues: { values: ['repeated KeyValue', 1] },
  Answer: { partialSuccess: ['PartialSuccess', 1] },
  PartialSuccess: { rejectedSpans: ['int64', 1], errorMessage: ['string', 2] },
  RpcStatus: { code: ['int32', 1], message: ['string', 2] }
};

const root = new protobuf.Root();
for (const [name, fields] of Object.entries(MESSAGES)) {
  const message = new protobuf.Type(name);
  for (const [field, [declared, id]] of Object.entries(fields)) {
    const isRepeated = declared.startsWith('repeated ');
    const type = declared.replace('repeated ', '');
    message.add(new protobuf.Field(field, id, type, isRepeated ? 'repeated' : undefined));
  }
  root.add(message);
}
// Of a oneof the empty text, 0 and false are sent, too.
const oneValue = new protobuf.OneOf('value', Object.keys(MESSAGES['AnyValue'] ?? {}));
root.lookupType('AnyValue').add(oneValue);
root.resolveAll();

/** Encodes a message: bytes as Uint8Array or base64, 64-bit integers as text. */
export function encodeMessage(name: string, message: object): Uint8Array {
  const type = root.lookupType(name);
  return Uint8Array.from(type.encode(type.fromObject(message)).finish());
}

/** Encodes a request that is given as OTLP/JSON, its ids in hex. */
export function encodeRequest(request: object): Uint8Array {
  const withBytes: unknown = JSON.parse(JSON.stringify(request), (key, value: unknown) =>
    /^(?:traceId|spanId|parentSpanId)$/.test(key) && typeof value === 'string'
      ? Uint8Array.from(value.match(/../g) ?? [], digits => Number.parseInt(digits, 16))
      : value
  );
  return encodeMessage('Request', withBytes as object);
}

/** Decodes a message into plain objects: 64-bit integers as text, bytes as Uint8Array. */
export function decodeMessage(name: string, bytes: Uint8Array): Record<string, unknown> {
  const type = root.lookupType(name);
  return type.toObject(type.decode(bytes), { longs: String, arrays: false });
}
