import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAttributeJson, writeAttributeJson } from './attribute-json.ts';
import { Double, fromDouble, fromInteger, type AttributeValue } from './attribute-value.ts';

const leaf: fc.Arbitrary<AttributeValue> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(fromInteger),
  fc.double().map(fromDouble),
  fc.constantFrom(NaN, Infinity, -Infinity, new Double(-0), new Double(3), 1e21, 2 ** 60),
  fc.string({ unit: 'grapheme' }),
  fc.uint8Array()
);
const key = fc
  .oneof(fc.string(), fc.constantFrom('$bytes', '$$bytes', '$float', '__proto__', ''))
  // toStrictEqual() takes an own key of this name for the class.
  .filter(name => name !== 'constructor');
const { value } = fc.letrec<{ value: AttributeValue }>(tie => ({
  value: fc.oneof(
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true })
  )
}));

describe('writeAttributeJson()', () => {
  test('writes what readAttributeJson() makes the same value of', () => {
    fc.assert(
      fc.property(value, original => {
        const text = writeAttributeJson(original);
        expect(readAttributeJson(text)).toStrictEqual(original);
      }),
      { numRuns: 500 }
    );
  });

  test.each<[AttributeValue, string]>([
    [9223372036854775807n, '9223372036854775807'],
    [3, '3'],
    [new Double(3), '3.0'],
    [new Double(-0), '-0.0'],
    [2 ** 60, '1152921504606847000.0'],
    [0.1, '0.1'],
    [Infinity, '9e999'],
    [-Infinity, '-9e999'],
    [NaN, '{"$float":"NaN"}'],
    [Uint8Array.of(1, 2, 255), '{"$bytes":"AQL/"}'],
    [{ $bytes: 'AQL/' }, '{"$$bytes":"AQL/"}'],
    [{ a: [1, { b: null }] }, '{"a":[1,{"b":null}]}']
  ])('%o is %s', (given, text) => {
    expect(writeAttributeJson(given)).toBe(text);
    expect(readAttributeJson(text)).toStrictEqual(given);
  });
});
