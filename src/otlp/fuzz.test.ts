import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toBase64 } from '../contract/attribute-json.ts';
import { Failure } from '../contract/failures.ts';
import { decodeTracesJson } from './decode-traces-json.ts';
import { decodeTraces } from './decode-traces.ts';
import { decodeMessage, encodeMessage } from './protobuf-fixture.ts';

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
const text = fc.string({ unit: 'grapheme', maxLength: 30 });
const key = fc.oneof(
  text,
  fc.constantFrom(
    'llm.input_messages.0.message.content',
    'llm.input_messages.1.message.content',
    'metadata',
    'input.value',
    'openinference.span.kind',
    'gen_ai.operation.name',
    'gen_ai.input.messages',
    'llm.token_count.prompt',
    'a.b',
    'a',
    '__proto__.x'
  )
);

interface Messages {
  value: object;
  attributes: object[];
}
const { attributes } = fc.letrec<Messages>(tie => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text.map(stringValue => ({ stringValue })),
    fc.boolean().map(boolValue => ({ boolValue })),
    int64.map(intValue => ({ intValue })),
    fc.double().map(doubleValue => ({ doubleValue })),
    fc.uint8Array({ maxLength: 20 }).map(bytesValue => ({ bytesValue })),
    fc.constant({}),
    fc.array(tie('value'), { maxLength: 3 }).map(values => ({ arrayValue: { values } })),
    tie('attributes').map(values => ({ kvlistValue: { values } }))
  ),
  attributes: fc.array(fc.record({ key, value: tie('value') }), { maxLength: 4 })
}));

const id = (length: number) =>
  fc.oneof(
    { weight: 9, arbitrary: fc.uint8Array({ minLength: length, maxLength: length }) },
    fc.uint8Array({ maxLength: 20 })
  );
const span = fc.record(
  {
    traceId: id(16),
    spanId: id(8),
    parentSpanId: id(8),
    traceState: text,
    name: text,
    kind: fc.nat(6),
    startTimeUnixNano: uint64,
    endTimeUnixNano: uint64,
    attributes,
    events: fc.array(fc.record({ timeUnixNano: uint64, name: text, attributes }), { maxLength: 2 }),
    links: fc.array(fc.record({ traceId: id(16), spanId: id(8), attributes }), { maxLength: 2 }),
    status: fc.record({ code: fc.nat(4), message: text }),
    flags: fc.nat()
  },
  { requiredKeys: ['traceId', 'spanId'] }
);
const request = fc.record({
  resourceSpans: fc.array(
    fc.record(
      {
        resource: fc.record({ attributes }),
        scopeSpans: fc.array(
          fc.record({
            scope: fc.record({ name: text, version: text }),
            spans: fc.array(span, { maxLength: 3 })
          }),
          { maxLength: 2 }
        ),
        schemaUrl: text
      },
      { requiredKeys: ['scopeSpans'] }
    ),
    { maxLength: 2 }
  )
});

const toHex = (bytes: Uint8Array) =>
  Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');

/** What protobufjs reads, as OTLP/JSON. */
function toOtlpJson(bytes: Uint8Array): Uint8Array {
  const text = JSON.stringify(decodeMessage('Request', bytes), (name, value: unknown) => {
    if (value instanceof Uint8Array) {
      return name === 'bytesValue' ? toBase64(value) : toHex(value);
    }
    if (typeof value === 'number' && !Number.isFinite(value)) {
      return String(value);
    }
    return Object.is(value, -0) ? '-0' : value;
  });
  return new TextEncoder().encode(text);
}

describe('decodeTraces()', () => {
  test('reads what protobufjs wrote as protobufjs itself reads it', () => {
    fc.assert(
      fc.property(request, message => {
        const bytes = encodeMessage('Request', message);
        expect(decodeTraces(bytes)).toEqual(decodeTracesJson(toOtlpJson(bytes)));
      }),
      { numRuns: 300 }
    );
  });

  test('refuses or reads truncated and flipped bytes, and never does anything else', () => {
    const damage = fc.oneof(
      fc.nat().map(at => (bytes: Uint8Array) => bytes.subarray(0, at % (bytes.length + 1))),
      fc.array(fc.tuple(fc.nat(), fc.nat(7)), { minLength: 1, maxLength: 8 }).map(flips => {
        return (bytes: Uint8Array) => {
          const flipped = bytes.slice();
          for (const [at, bit] of flips) {
            const i = at % bytes.length;
            flipped[i] = (flipped[i] ?? 0) ^ (1 << bit);
          }
          return flipped;
        };
      }),
      fc.uint8Array({ maxLength: 200 }).map(noise => () => noise)
    );
    const outcomes = { read: 0, refused: 0 };
    fc.assert(
      fc.property(request, damage, (message, harm) => {
        const bytes = encodeMessage('Request', message);
        try {
          decodeTraces(harm(bytes.length === 0 ? Uint8Array.of(0) : bytes));
          outcomes.read++;
        } catch (error) {
          expect(error).toBeInstanceOf(Failure);
          expect((error as Failure).code).toBe('otlp/malformed');
          outcomes.refused++;
        }
      }),
      { numRuns: 1000 }
    );
    expect(Math.min(outcomes.read, outcomes.refused)).toBeGreaterThan(50);
  });

  test('is not slowed down by kvlists under a long key', () => {
    const leaves = Array.from({ length: 10_000 }, (_, i) => ({ key: `k${i}`, value: {} }));
    const long = { key: 'x'.repeat(100_000), value: { kvlistValue: { values: leaves } } };
    const spans = [
      {
        traceId: new Uint8Array(16).fill(1),
        spanId: new Uint8Array(8).fill(1),
        attributes: [long]
      }
    ];
    const bytes = encodeMessage('Request', { resourceSpans: [{ scopeSpans: [{ spans }] }] });
    const started = Date.now();
    const [decoded] = decodeTraces(bytes).spans;
    // Repeating the key for each leaf would take 10 GB.
    expect(Date.now() - started).toBeLessThan(2000);
    expect(Object.keys(decoded?.attributes[long.key] ?? {})).toHaveLength(10_000);
  });
});

describe('decodeTracesJson()', () => {
  test('refuses or reads damaged texts, and never does anything else', () => {
    const junk = fc.constantFrom('null', '7', '"x"', '[]', '{}', '[null]', 'true', '1e999', '-1');
    fc.assert(
      fc.property(request, fc.nat(), junk, (message, seed, word) => {
        const body = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
          toOtlpJson(encodeMessage('Request', message))
        );
        const places = [...body.matchAll(/(?<=:)(?:"[^"]*"|\d+|\[|\{)/g)];
        const place = places[seed % Math.max(places.length, 1)];
        const damaged = place
          ? `${body.slice(0, place.index)}${word}${body.slice(place.index + place[0].length)}`
          : word;
        let refusal: unknown;
        try {
          decodeTracesJson(new TextEncoder().encode(damaged));
        } catch (error) {
          refusal = error;
        }
        expect(refusal === undefined || refusal instanceof Failure, String(refusal)).toBe(true);
      }),
      { numRuns: 500 }
    );
  });
});
