import { describe, expect, test } from 'vitest';
import { Double, type AttributeObject } from '../contract/attribute-value.ts';
import type { Span } from '../contract/span.ts';
import { decodeTracesJson } from './decode-traces-json.ts';
import { decodeTraces } from './decode-traces.ts';
import type { DecodedTraces, DecodeOptions } from './decoded-traces.ts';
import { encodeMessage, encodeRequest } from './protobuf-fixture.ts';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const SPAN_ID = 'b7ad6b7169203331';

const toBytes = (value: unknown) =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

/** Decodes a request, given as OTLP/JSON, in both encodings, which must agree. */
function decodeBoth(request: object, options?: DecodeOptions): DecodedTraces {
  const fromJson = decodeTracesJson(toBytes(request), options);
  const fromProtobuf = decodeTraces(encodeRequest(request), options);
  expect(fromProtobuf).toStrictEqual(fromJson);
  return fromProtobuf;
}

const inRequest = (...spans: object[]) => ({ resourceSpans: [{ scopeSpans: [{ spans }] }] });

const span = (fields: object = {}) => ({
  traceId: TRACE_ID,
  spanId: SPAN_ID,
  name: 'step',
  startTimeUnixNano: '1700000000123456789',
  endTimeUnixNano: '1700000001123456789',
  ...fields
});

function decodeOne(fields: object): Span {
  const { spans, rejected } = decodeBoth(inRequest(span(fields)));
  expect(rejected).toEqual([]);
  return spans[0] as Span;
}

type Value = Record<string, unknown>;
const attributes = (values: Record<string, Value>) =>
  Object.entries(values).map(([key, value]) => ({ key, value }));
const text = (stringValue: string): Value => ({ stringValue });
const list = (...values: Value[]): Value => ({ arrayValue: { values } });
const kvlist = (values: Record<string, Value>): Value => ({
  kvlistValue: { values: attributes(values) }
});

const decodeAttributes = (values: Record<string, Value>): AttributeObject =>
  decodeOne({ attributes: attributes(values) }).attributes;

describe('a span', () => {
  test('has everything that was sent, its times to the nanosecond', () => {
    const request = {
      resourceSpans: [
        {
          resource: { attributes: attributes({ 'service.name': text('shop') }) },
          scopeSpans: [
            {
              scope: { name: 'instrumentor', version: '1.2' },
              spans: [
                span({
                  parentSpanId: '00f067aa0ba902b7',
                  kind: 3,
                  attributes: attributes({ 'openinference.span.kind': text('Llm') }),
                  events: [
                    {
                      timeUnixNano: '1700000000223456789',
                      name: 'exception',
                      attributes: attributes({
                        'exception.message': text('boom'),
                        'exception.escaped': { boolValue: false }
                      })
                    }
                  ],
                  links: [
                    {
                      traceId: TRACE_ID,
                      spanId: '00f067aa0ba902b7',
                      attributes: attributes({ why: text('retry') })
                    }
                  ],
                  status: { code: 2, message: 'failed' }
                })
              ]
            }
          ]
        }
      ]
    };
    expect(decodeBoth(request)).toStrictEqual({
      spans: [
        {
          traceId: TRACE_ID,
          spanId: SPAN_ID,
          parentId: '00f067aa0ba902b7',
          name: 'step',
          kind: 'LLM',
          statusCode: 'ERROR',
          statusMessage: 'failed',
          startNs: 1700000000123456789n,
          endNs: 1700000001123456789n,
          attributes: { openinference: { span: { kind: 'Llm' } } },
          events: [
            {
              name: 'exception',
              timeNs: 1700000000223456789n,
              attributes: { 'exception.message': 'boom', 'exception.escaped': false }
            }
          ],
          links: [{ traceId: TRACE_ID, spanId: '00f067aa0ba902b7', attributes: { why: 'retry' } }],
          project: 'shop',
          resource: { 'service.name': 'shop' },
          scope: { name: 'instrumentor', version: '1.2' },
          marks: []
        }
      ],
      rejected: []
    });
  });

  test('runs while its end is 0', () => {
    expect(decodeOne({ endTimeUnixNano: '0' }).endNs).toBeNull();
  });

  test('may lie outside of what a timestamp can say, or end before it starts', () => {
    const { startNs, endNs } = decodeOne({
      startTimeUnixNano: '18446744073709551615',
      endTimeUnixNano: '1'
    });
    expect([startNs, endNs]).toEqual([18446744073709551615n, 1n]);
  });

  test.each([[undefined], [''], ['0000000000000000']])(
    'is a root with the parent %j',
    parentSpanId => {
      expect(decodeOne({ parentSpanId }).parentId).toBeNull();
    }
  );

  test('that is its own parent carries a mark', () => {
    expect(decodeOne({ parentSpanId: SPAN_ID }).marks).toEqual(['own-parent']);
  });

  test.each([
    ['LLM', 'LLM'],
    ['guardrail', 'GUARDRAIL'],
    [' Prompt ', 'PROMPT'],
    ['foo', 'UNKNOWN'],
    ['', 'UNKNOWN']
  ])('of the kind %j is %s, and keeps the word', (word, kind) => {
    const decoded = decodeOne({
      attributes: attributes({ 'openinference.span.kind': text(word) })
    });
    expect(decoded.kind).toBe(kind);
    expect(decoded.attributes).toEqual({ openinference: { span: { kind: word } } });
  });

  test.each([
    [0, 'UNSET'],
    [1, 'OK'],
    [2, 'ERROR'],
    [7, 'UNSET']
  ])('with the status %i is %s', (code, name) => {
    expect(decodeOne({ status: { code } }).statusCode).toBe(name);
  });
});

describe('a value', () => {
  test.each<[Value, unknown]>([
    [text(''), ''],
    [text('𝒳 é'), '𝒳 é'],
    [{ boolValue: false }, false],
    [{ intValue: '0' }, 0],
    [{ intValue: '-1' }, -1],
    [{ intValue: '9007199254740991' }, 9007199254740991],
    [{ intValue: '9007199254740993' }, 9007199254740993n],
    [{ intValue: '9223372036854775807' }, 9223372036854775807n],
    [{ intValue: '-9223372036854775808' }, -9223372036854775808n],
    [{ doubleValue: 0.1 }, 0.1],
    [{ doubleValue: 3 }, new Double(3)],
    [{ doubleValue: 1e300 }, 1e300],
    [{ doubleValue: 'NaN' }, NaN],
    [{ doubleValue: 'Infinity' }, Infinity],
    [{ doubleValue: '-Infinity' }, -Infinity],
    [{ bytesValue: 'AQL/' }, Uint8Array.of(1, 2, 255)],
    [list(), []],
    [list(text('a'), { intValue: '1' }, {}, list()), ['a', 1, null, []]],
    [list(text('a'), kvlist({ 'b.0.c': text('d') })), ['a', { b: [{ c: 'd' }] }]],
    [kvlist({}), {}],
    [kvlist({ b: kvlist({ c: { intValue: '1' } }), d: {} }), { b: { c: 1 }, d: null }]
  ])('%j is %o', (sent, value) => {
    expect(decodeAttributes({ a: sent })).toStrictEqual({ a: value });
  });

  test('of nothing is no attribute', () => {
    expect(
      decodeAttributes({ a: {}, 'b.0.c': {}, 'b.0.d': { intValue: '1' }, 'input.value': {} })
    ).toEqual({ b: [{ d: 1 }] });
  });

  test('of a kvlist is flattened before nesting', () => {
    expect(
      decodeAttributes({ a: kvlist({ b: { intValue: '1' } }), 'a.c': { intValue: '2' } })
    ).toEqual({ a: { b: 1, c: 2 } });
  });

  test('of 64 kB is kept whole', () => {
    const long = 'é"\n'.repeat(16_384);
    expect(decodeAttributes({ a: text(long) })).toEqual({ a: long });
  });

  test('of input or output that is no text becomes JSON', () => {
    expect(
      decodeAttributes({ 'input.value': kvlist({ q: list({ doubleValue: 1 }, {}) }) })
    ).toEqual({
      input: { value: '{"q":[1,null]}', mime_type: 'application/json' }
    });
  });

  test.each([
    [text('12'), 12],
    [text('many'), 'many'],
    [{ doubleValue: 'NaN' }, NaN],
    [{ intValue: '5' }, 5],
    [{ doubleValue: 7 }, 7]
  ])('of a token count, %j, is %o', (sent, count) => {
    expect(decodeAttributes({ 'llm.token_count.prompt': sent })).toEqual({
      llm: { token_count: { prompt: count } }
    });
  });
});

describe('a span that cannot be stored', () => {
  test.each([
    [{ traceId: undefined }, 'its trace id is missing'],
    [{ traceId: '00'.repeat(16) }, 'its trace id is all zero'],
    [{ traceId: 'abcd' }, 'its trace id is "abcd", not 32 hex digits'],
    [{ spanId: undefined }, 'its span id is missing'],
    [{ spanId: '00'.repeat(8) }, 'its span id is all zero'],
    [{ spanId: TRACE_ID }, `its span id is "${TRACE_ID}", not 16 hex digits`],
    [{ parentSpanId: 'ab' }, 'its parent\'s id is "ab", not 16 hex digits'],
    [{ attributes: attributes({ a: nested(10) }) }, 'a value in it is nested deeper than 8'],
    [
      { attributes: attributes({ a: nestedKvlist(10) }) },
      'its attribute "a.b.b.b.b.b.b.b.b" is nested deeper than 8'
    ]
  ])('is rejected alone: %j', (fields, reason) => {
    const { spans, rejected } = decodeBoth(inRequest(span(), span(fields), span()), {
      limits: { maxDepth: 8 }
    });
    expect(spans).toHaveLength(2);
    expect(rejected).toEqual([{ index: 1, name: 'step', reason }]);
  });

  test('has keys and lists that together are deeper than SQLite reads JSON', () => {
    const key = 'k.'.repeat(60) + 'k';
    let value = text('x');
    for (let i = 0; i < 8; i++) {
      value = list(kvlist({ [key]: value }));
    }
    expect(decodeBoth(inRequest(span({ attributes: attributes({ a: value }) }))).rejected).toEqual([
      { index: 0, name: 'step', reason: 'a value in it is nested deeper than 192' }
    ]);
  });

  test.each([
    ['attributes', { maxAttributes: 2 }, 'it has more than 2 attributes'],
    ['events', { maxEvents: 2 }, 'it has more than 2 events'],
    ['links', { maxLinks: 2 }, 'it has more than 2 links']
  ])('has too many %s', (field, limits, reason) => {
    const many = { [field]: Array.from({ length: 3 }, (_, i) => ({ key: String(i), name: 'x' })) };
    const withoutNames = JSON.parse(
      JSON.stringify(many, (key, value: unknown) =>
        (key === 'name' && field !== 'events') || (key === 'key' && field !== 'attributes')
          ? undefined
          : value
      )
    ) as object;
    expect(decodeBoth(inRequest(span(withoutNames)), { limits }).rejected).toEqual([
      { index: 0, name: 'step', reason }
    ]);
  });

  test('is a matter of the whole request when there are too many spans', () => {
    const request = inRequest(span(), span(), span());
    for (const decode of [
      () => decodeTraces(encodeRequest(request), { limits: { maxSpans: 2 } }),
      () => decodeTracesJson(toBytes(request), { limits: { maxSpans: 2 } })
    ]) {
      expect(decode).toThrow('Cannot take more than 2 spans in one request');
    }
  });
});

function nested(depth: number): Value {
  return depth === 0 ? text('x') : list(nested(depth - 1));
}

function nestedKvlist(depth: number): Value {
  return depth === 0 ? text('x') : kvlist({ b: nestedKvlist(depth - 1) });
}

describe('the project', () => {
  test.each<[Record<string, Value>, string | undefined, string]>([
    [{}, undefined, 'default'],
    [{ 'service.name': text('shop') }, undefined, 'shop'],
    [{ 'service.name': text('unknown_service:python') }, undefined, 'default'],
    [
      { 'service.name': text('shop'), 'openinference.project.name': text('basket') },
      undefined,
      'basket'
    ],
    [{ 'openinference.project.name': text('') }, undefined, 'default'],
    [{ 'openinference.project.name': text('basket') }, 'header', 'header']
  ])('of %j with the header %j is %s', (resource, project, expected) => {
    const request = {
      resourceSpans: [
        { resource: { attributes: attributes(resource) }, scopeSpans: [{ spans: [span()] }] }
      ]
    };
    const [decoded] = decodeBoth(request, project === undefined ? {} : { project }).spans;
    expect(decoded?.project).toBe(expected);
  });
});

describe('protobuf', () => {
  const bytes = (...parts: (number | Uint8Array)[]) =>
    Uint8Array.from(parts.flatMap(part => (typeof part === 'number' ? [part] : [...part])));

  test('may be empty', () => {
    expect(decodeTraces(new Uint8Array(0))).toEqual({ spans: [], rejected: [] });
  });

  test('may have a resource behind its spans, and fields that nobody knows', () => {
    const scopeSpans = encodeMessage('ScopeSpans', { spans: [] });
    const spans = bytes(0x12, encodeRequestSpan().length, encodeRequestSpan());
    const resource = encodeMessage('Resource', {
      attributes: attributes({ 'service.name': text('late') })
    });
    const unknown = [0xa0, 0x06, 0x01, 0xa3, 0x06, 0x08, 0x01, 0xa4, 0x06];
    const inner = bytes(
      ...unknown,
      0x12,
      spans.length,
      spans,
      0x12,
      scopeSpans.length,
      scopeSpans,
      0x0a,
      resource.length,
      resource
    );
    const request = bytes(0x0a, ...toVarint(inner.length), inner);
    expect(decodeTraces(request).spans.map(({ project }) => project)).toEqual(['late']);
  });

  function encodeRequestSpan(): Uint8Array {
    return encodeMessage('Span', {
      traceId: new Uint8Array(16).fill(1),
      spanId: new Uint8Array(8).fill(2)
    });
  }

  const toVarint = (length: number) => [(length & 0x7f) | 0x80, length >> 7];

  test('with texts that are not UTF-8 is repaired and marked; U+FFFD itself is a character', () => {
    const good = encodeRequest(inRequest(span({ name: 'x\uFFFDy' })));
    expect(decodeTraces(good).spans[0]).toMatchObject({ name: 'x\uFFFDy', marks: [] });
    const at = good.findIndex((byte, i) => byte === 0xef && good[i + 1] === 0xbf);
    const bad = good
      .with(at, 0x41)
      .with(at + 1, 0xff)
      .with(at + 2, 0x42);
    expect(decodeTraces(bad).spans[0]).toMatchObject({
      name: 'xA\uFFFDBy',
      marks: ['text-replaced']
    });
  });

  test.each([
    [[0x0a], 'it ends in the middle of a number'],
    [[0x0a, 0x05], 'a field of 5 bytes does not fit into its message'],
    [[0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f], 'a field of 4294967295 bytes does not fit'],
    [[0x00, 0x00], 'a field has the number 0'],
    [[0x0f], 'a field has the unknown wire type 7'],
    [[0x0c], 'a group ends that never began'],
    [Array<number>(300).fill(0x13), 'groups are nested more than 100 deep'],
    [[0x08, ...Array<number>(11).fill(0x80)], 'a number has more than 10 bytes'],
    [[0x09, 1, 2], 'it ends in the middle of a number'],
    [[0x0a, 0x01, 0x0a, 0x01], 'does not fit into its message']
  ])('%j is refused', (hostile, fault) => {
    expect(() => decodeTraces(Uint8Array.from(hostile))).toThrow(fault);
  });
});

describe('JSON', () => {
  test('may have numbers for text, names for numbers, snake_case and a byte order mark', () => {
    const body = `\uFEFF{"resource_spans":[{"scope_spans":[{"spans":[{
      "trace_id":"${TRACE_ID.toUpperCase()}","span_id":"${SPAN_ID}","parent_span_id":null,
      "start_time_unix_nano":1700000000123456789,"end_time_unix_nano": 1700000000223456789,
      "status":{"code":"STATUS_CODE_OK"},
      "attributes":[
        {"key":"a","value":{"int_value":9223372036854775807}},
        {"key":"b","value":{"double_value":"1.5"}},
        {"key":"c","value":{"array_value":{"values":[{"bool_value":true}]}}},
        {"key":"d","value":{"bytes_value":"-_8"}}
      ]}]}]}]}`;
    expect(decodeTracesJson(toBytes(body)).spans[0]).toMatchObject({
      traceId: TRACE_ID,
      parentId: null,
      startNs: 1700000000123456789n,
      endNs: 1700000000223456789n,
      statusCode: 'OK',
      attributes: {
        a: 9223372036854775807n,
        b: 1.5,
        c: [true],
        d: Uint8Array.of(251, 255)
      }
    });
  });

  test('with half a surrogate pair is repaired and marked', () => {
    const body = JSON.stringify(inRequest(span({ name: 'x' }))).replace('"x"', '"\\ud83d"');
    expect(decodeTracesJson(toBytes(body)).spans[0]).toMatchObject({
      name: '\uFFFD',
      marks: ['text-replaced']
    });
  });

  test('with an id that is not in hex rejects the span', () => {
    const request = inRequest(span({ spanId: 'b7ad6b716920333g' }), span({ traceId: 7 }), span());
    expect(decodeTracesJson(toBytes(request)).rejected.map(({ reason }) => reason)).toEqual([
      'its spanId b7ad6b716920333g is not in hex',
      'its traceId 7 is not in hex'
    ]);
  });

  test('with a time that is none rejects the span', () => {
    const request = inRequest(span({ startTimeUnixNano: 'yesterday' }), span());
    expect(decodeTracesJson(toBytes(request)).rejected).toEqual([
      {
        index: 0,
        name: 'step',
        reason: 'its startTimeUnixNano "yesterday" is not a count of nanoseconds'
      }
    ]);
  });

  test.each([
    ['', 'the body is not JSON'],
    ['{"resourceSpans":[', 'the body is not JSON'],
    ['[]', 'the body is not a JSON object'],
    ['{"resourceSpans":{}}', '"resourceSpans" is not a list of objects'],
    ['{"resourceSpans":[7]}', '"resourceSpans" is not a list of objects'],
    [
      `{"a":${'['.repeat(200_000)}1234567890123456789${']'.repeat(200_000)}}`,
      'the body is nested deeper than 1000'
    ]
  ])('%.30s is refused', (body, fault) => {
    expect(() => decodeTracesJson(toBytes(body))).toThrow(`Cannot read the spans: ${fault}`);
  });
});
