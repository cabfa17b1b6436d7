import { expect, test } from 'vitest';
import { decodeTraces } from './decode-traces.ts';
import { decodeTracesJson } from './decode-traces-json.ts';

/** Enough of a part to show that its number does not matter, and little enough to be made in no time. */
const MB = 2 ** 20;

function toBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function toVarint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 128, ...toVarint(Math.floor(value / 128))];
}

function wrap(tag: number, content: Uint8Array): Uint8Array {
  return Uint8Array.from([tag, ...toVarint(content.length), ...content]);
}

function inSpan(content: Uint8Array): Uint8Array {
  return wrap(0x0a, wrap(0x12, wrap(0x12, content)));
}

function repeat(unit: number[], bytes: number): Uint8Array {
  return Uint8Array.from(
    { length: bytes - (bytes % unit.length) },
    (_, i) => unit[i % unit.length] ?? 0
  );
}

/** Attributes of nothing but keys, all different, under a tag. */
function keys(tag: number, count: number): Uint8Array {
  const parts = Array.from({ length: count }, (_, i) => {
    const text = [...toBytes(i.toString(36))];
    return [tag, text.length + 2, 0x0a, text.length, ...text];
  });
  return Uint8Array.from(parts.flat());
}

const [EVENT, LINK, ATTRIBUTE] = [0x5a, 0x6a, 0x4a];

test.each([
  ['events', inSpan(repeat([EVENT, 0], MB)), 'more than 10000 events'],
  ['links', inSpan(repeat([LINK, 0], MB)), 'more than 10000 links'],
  ['attributes', inSpan(keys(ATTRIBUTE, 40_000)), 'more than 20000 attributes'],
  [
    'attributes of an event',
    inSpan(wrap(EVENT, keys(0x1a, 40_000))),
    'one of its events has more than 20000 attributes'
  ]
])('a span of too many %s is refused alone', (_, body, reason) => {
  const { spans, rejected } = decodeTraces(body);
  expect(spans).toEqual([]);
  expect(rejected.map(each => each.reason)).toEqual([expect.stringContaining(reason)]);
});

test('a resource of too many attributes refuses its own spans only', () => {
  const attributes = keys(0x0a, 20_001);
  const empty = wrap(0x12, wrap(0x12, new Uint8Array(0)));
  const body = Uint8Array.from([
    ...wrap(0x0a, Uint8Array.from([...wrap(0x0a, attributes), ...empty])),
    ...wrap(0x0a, empty)
  ]);
  expect(decodeTraces(body).rejected.map(({ reason }) => reason)).toEqual([
    'its resource has more than 20000 attributes',
    'its trace id is missing'
  ]);
});

test.each([
  ['resources', repeat([0x0a, 0], MB)],
  ['scopes', wrap(0x0a, repeat([0x12, 0], MB))],
  ['values of a list', inSpan(wrap(ATTRIBUTE, wrap(0x12, wrap(0x2a, repeat([0x0a, 0], MB)))))]
])('a request of too many %s is refused before it has filled the memory', (_, body) => {
  const limits = { maxParts: 100_000 };
  expect(() => decodeTraces(body, { limits })).toThrow('Cannot take a request of so many small');
});

test.each([
  ['objects', `{"resourceSpans":[${'{},'.repeat(100_000)}{}]}`, 'so many small parts'],
  ['lists in lists', '['.repeat(MB), 'nested deeper than 1000'],
  ['objects in objects', '{"a":'.repeat(2000), 'nested deeper than 1000'],
  ['brackets in a text', `{"a":"${'['.repeat(2000)}\\"${'{'.repeat(2000)}"`, 'not JSON']
])('JSON of many %s is refused before it is parsed', (_, text, words) => {
  const limits = { maxParts: 100_000 };
  expect(() => decodeTracesJson(toBytes(text), { limits })).toThrow(words);
});
