import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AttributeObject, AttributeValue } from '../contract/attribute-value.ts';
import { FlatAttributes } from './flat-attributes.ts';
import { KeyTable } from './key-table.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { nestAttributes } from './nest-attributes.ts';
import { addAttribute } from './read-attributes.ts';
import { resolveConflicts } from './resolve-conflicts.ts';

const keys = new KeyTable();

function flatten(attributes: [string, AttributeValue][]): FlatAttributes {
  const flat = new FlatAttributes();
  const state = { keys, limits: DEFAULT_LIMITS, refusal: undefined };
  for (const [key, value] of attributes) {
    addAttribute(state, flat, keys.findByText(key), value);
  }
  return flat;
}

const nest = (attributes: [string, AttributeValue][]) => nestAttributes(flatten(attributes));

const inAnyOrder: [Record<string, AttributeValue>, AttributeObject][] = [
  [{ 'tags.0': 'a', 'tags.1': 'b' }, { tags: { '0': 'a', '1': 'b' } }],
  [
    {
      'retrieval.documents.2.document.content': 'c',
      'retrieval.documents.0.document.content': 'a'
    },
    { retrieval: { documents: [{ document: { content: 'a' } }, { document: { content: 'c' } }] } }
  ],
  [
    { a: 0, 'a.b': 1 },
    { a: 0, 'a.b': 1 }
  ],
  [
    { a: 0, 'a.b.c': 1, 'a.b.d': 2 },
    { a: 0, 'a.b': { c: 1, d: 2 } }
  ],
  [
    { a: 0, 'a.0.c': 1 },
    { a: 0, 'a.0': { c: 1 } }
  ],
  [
    { 'a.b': 0, 'a.0.c': 1 },
    { a: [{ c: 1 }], 'a.b': 0 }
  ],
  [{ 'a.0': 1, 'a.0.b': 2 }, { a: { '0': 1, '0.b': 2 } }],
  [{ 'a.0.0.c': 1, 'a.1.0.e': 2 }, { a: [{ '0': { c: 1 } }, { '0': { e: 2 } }] }],
  [{ 'a.b.0.c': 1, 'a.b.0.d.0.e': 2 }, { a: { b: [{ c: 1, d: [{ e: 2 }] }] } }],
  [{ 'a.0.b': 1, 'a.0.b.c': 2 }, { a: [{ b: 1, 'b.c': 2 }] }],
  [{ '0.a': 1 }, { '0': { a: 1 } }],
  [{ '0': 1 }, { '0': 1 }],
  [{ 'a..b': 1 }, { a: { b: 1 } }],
  [{ '.a': 1 }, { a: 1 }],
  [{ 'a.': 1 }, { a: 1 }],
  [{ '': 1 }, { '': 1 }],
  [{ ' a . b ': 1 }, { a: { b: 1 } }],
  [{ 'a.00.b': 1, 'a.0.c': 2 }, { a: [{ b: 1, c: 2 }] }],
  [{ 'a.-1.b': 1 }, { a: { '-1': { b: 1 } } }],
  [{ 'a.1x.b': 1 }, { a: { '1x': { b: 1 } } }],
  [{ 'a.٣.b': 1 }, { a: { '٣': { b: 1 } } }],
  [{ 'a.99999.b': 1, 'a.9999999.b': 2 }, { a: [{ b: 1 }, { b: 2 }] }],
  [{ 'a.99999999999999999999.b': 2, 'a.9999999999999999999.b': 1 }, { a: [{ b: 1 }, { b: 2 }] }],
  [
    { 'llm.token_count.total': 5, 'llm.custom': 6 },
    { llm: { token_count: { total: 5 }, custom: 6 } }
  ],
  [{ 'input.value': 'x', 'input.value.x': 2 }, { input: { value: 'x', 'value.x': 2 } }],
  [{ a: { b: 1 }, 'a.c': 2 }, { a: { b: 1, c: 2 } }],
  [{ a: {}, 'a.c': 2 }, { a: { c: 2 } }],
  [
    { a: [1, 2], 'a.0.c': 2 },
    { a: [1, 2], 'a.0': { c: 2 } }
  ],
  [{ a: null }, { a: null }],
  [{ metadata: '{"a":1}' }, { metadata: { a: 1 } }],
  [{ user_metadata: '[1]' }, { user_metadata: [1] }],
  [{ metadata: 'x' }, { metadata: 'x' }],
  [{ metadata: 7 }, { metadata: 7 }],
  [{ metadata: '{}' }, { metadata: {} }],
  [{ metadata: 'null', 'tool.parameters': '[null]' }, { tool: { parameters: [null] } }],
  [{ 'metadata.x': '{"a":1}' }, { metadata: { x: '{"a":1}' } }],
  [{ metadata: '{"a.b":{"0":1}}', 'metadata.c': 2 }, { metadata: { 'a.b': { '0': 1 }, c: 2 } }],
  [{ metadata: '{"n":12345678901234567890}' }, { metadata: { n: 12345678901234567890n } }],
  [{ 'a.__proto__.b': 1 }, { a: JSON.parse('{"__proto__":{"b":1}}') as AttributeObject }],
  [
    { 'constructor.name': 1, toString: 2 },
    { constructor: { name: 1 }, toString: 2 }
  ],
  [
    { 'input.value': ['x', null] },
    { input: { value: '["x",null]', mime_type: 'application/json' } }
  ],
  [
    { 'output.value': 3, 'output.mime_type': 'text/plain' },
    { output: { value: '3', mime_type: 'application/json' } }
  ]
];

describe('nestAttributes()', () => {
  test.each(inAnyOrder)('nests %j', (attributes, expected) => {
    const pairs = Object.entries(attributes);
    for (const order of [pairs, pairs.toReversed()]) {
      expect(nest(order)).toEqual(expected);
    }
  });

  test('lets the last of equal keys win', () => {
    const twice: [string, AttributeValue][] = [
      ['a.b', 1],
      ['a.b', 2]
    ];
    expect(nest(twice)).toEqual({ a: { b: 2 } });
    expect(resolveConflicts(flatten(twice))).toEqual({ a: { b: 2 } });
  });

  test('keeps what follows the 64th level as one literal key', () => {
    let object: AttributeValue | undefined = nest([['x.'.repeat(200) + 'end', 1]]);
    for (let level = 1; level < 64; level++) {
      object = (object as AttributeObject)['x'];
    }
    expect(Object.keys(object as AttributeObject)).toEqual(['x.'.repeat(137) + 'end']);
  });

  test('reads the words of Python in JSON texts', () => {
    expect(nest([['metadata', '{"NaN": [NaN, -Infinity, "NaN \\" Infinity"]}']])).toEqual({
      metadata: { NaN: [NaN, -Infinity, 'NaN " Infinity'] }
    });
  });

  test('leaves JSON texts that are too deep as they are', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(nest([['metadata', deep]])).toEqual({ metadata: deep });
  });

  test('gives what the careful way gives, whatever the keys', () => {
    const segment = fc.constantFrom('a', 'b', '0', '1', '2', '01', '', 'metadata');
    const key = fc.array(segment, { minLength: 1, maxLength: 5 }).map(list => list.join('.'));
    const value = fc.oneof(
      fc.integer(),
      fc.constant(null),
      fc.constantFrom<AttributeValue>({}, { a: 1 }, { '0': { b: 2 } }, [1], '{"a":{"b":1}}')
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(key, value), { maxLength: 8 }), attributes => {
        const flat = flatten(attributes);
        expect(nestAttributes(flat)).toEqual(resolveConflicts(flat));
      }),
      { numRuns: 2000 }
    );
  });

  test('loses no value, whatever the keys', () => {
    const segment = fc.constantFrom('a', 'b', '0', '1');
    const key = fc.array(segment, { minLength: 1, maxLength: 5 }).map(list => list.join('.'));
    fc.assert(
      fc.property(fc.uniqueArray(key, { maxLength: 8 }), names => {
        const text = JSON.stringify(nest(names.map((name, i) => [name, 1000 + i])));
        const missing = names.filter((_, i) => !text.includes(String(1000 + i)));
        expect(missing).toEqual([]);
      }),
      { numRuns: 2000 }
    );
  });
});
