import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeAttributeJson } from '../../contract/attribute-json.ts';
import {
  Double,
  fromDouble,
  type AttributeObject,
  type AttributeValue
} from '../../contract/attribute-value.ts';
import { findAttribute } from '../../filter/find-attribute.ts';
import type { AttributePath } from '../../filter/tree.ts';
import { JsonScanner } from '../frame/json-scanner.ts';
import { BlockAttributes } from './block-attributes.ts';
import { ColumnGatherer } from './gather-columns.ts';

function gather(rows: readonly AttributeObject[]): BlockAttributes {
  const gatherer = new ColumnGatherer(true);
  rows.forEach((attributes, row) => {
    gatherer.add(row, new JsonScanner(Buffer.from(writeAttributeJson(attributes))), 0);
  });
  return new BlockAttributes(new Map(gatherer.finish().map(({ path, data }) => [path, data])));
}

/** The value of each row; null when none has one, undefined when that is not known. */
function read(attributes: BlockAttributes, path: AttributePath, rows: number) {
  const column = attributes.find(path);
  if (!column) {
    return column;
  }
  const { codes, texts, others } = column;
  const values: AttributeValue[] = [null];
  texts.ends.forEach((end, i) => {
    values.push(texts.bytes.toString('utf8', texts.ends[i - 1] ?? 0, end));
  });
  values.push(...others);
  return Array.from(codes.subarray(0, rows), code => values[code] ?? null);
}

describe('ColumnGatherer', () => {
  const rows: AttributeObject[] = [
    { llm: { model_name: 'a', token_count: { prompt: 3 } }, tags: ['x', 'y'], 'a.b': 1 },
    { llm: { model_name: 'b "é"\n' }, tags: [], messages: [{ role: 'u' }, { role: 'v' }], deep: 1 },
    { llm: { model_name: 'a' }, messages: [{ role: 'u' }, 7, { role: 'w' }], deep: { x: true } },
    { score: new Double(5), bytes: Uint8Array.of(1), nan: NaN, big: 2n ** 63n - 1n, none: null },
    { long: 'x'.repeat(300), score: Infinity }
  ];
  test.each<[AttributePath, unknown]>([
    [
      ['llm', 'model_name'],
      ['a', 'b "é"\n', 'a', null, null]
    ],
    [['llm', 'token_count', 'prompt'], [3]],
    [['a.b'], [1]],
    [['tags'], [['x', 'y'], []]],
    [['score'], [null, null, null, new Double(5), Infinity]],
    [['bytes'], [null, null, null, Uint8Array.of(1)]],
    [['nan'], [null, null, null, NaN]],
    [['big'], [null, null, null, 2n ** 63n - 1n]],
    [
      ['messages', 0, 'role'],
      [null, 'u', 'u']
    ],
    [
      ['messages', 1, 'role'],
      [null, 'v']
    ],
    [
      ['deep', 'x'],
      [null, null, true]
    ]
  ])('knows what is at %j', (path, expected) => {
    const padded = [...(expected as unknown[]), ...rows.map(() => null)].slice(0, rows.length);
    expect(read(gather(rows), path, rows.length)).toEqual(padded);
  });

  test.each<[AttributePath, null | undefined]>([
    [['none'], null],
    [['nothing'], null],
    [['a', 'b'], null],
    [['llm', 'nothing', 'below'], null],
    [['score', 'below'], null],
    // Objects and long texts are no values, elements have no columns, and only the first two objects of a list are looked into.
    [['llm'], undefined],
    [['deep'], undefined],
    [['long'], undefined],
    [['messages'], undefined],
    [['messages', 1], undefined],
    [['messages', 2, 'role'], undefined],
    [['tags', 0], undefined]
  ])('tells what is nowhere from what it does not know: %j', (path, expected) => {
    expect(gather(rows).find(path)).toBe(expected);
  });

  test('has an end of paths, of values, and of what it goes into', () => {
    const many = Array.from({ length: 300 }, (_, i) => ({ known: i, [`id-${i}`]: i }));
    const attributes = gather(many);
    expect(read(attributes, ['known'], 300)).toEqual(many.map((_, i) => i));
    expect(attributes.find(['id-299'])).toBeUndefined();
    expect(attributes.find(['nothing'])).toBeUndefined();
    const long = Array.from({ length: 4000 }, (_, i) => ({ id: `${i} ${'x'.repeat(200)}`, n: 1 }));
    expect(gather(long).find(['id'])).toBeUndefined();
    const nest = (depth: number): AttributeObject => (depth === 0 ? {} : { a: nest(depth - 1) });
    expect(gather([nest(20)]).find(Array<string>(12).fill('a'))).toBeUndefined();
    expect(gather([nest(20)]).find(['a', 'b'])).toBeNull();
  });

  test('columns take no more than a quarter of the attributes: the longest are left out', () => {
    // Nothing makes these shorter.
    const ids = Array.from({ length: 4000 }, (_, i) => ({
      id: createHash('sha256').update(String(i)).digest('hex').slice(0, 40),
      tier: i % 2 === 0 ? 'gold' : 'free'
    }));
    expect(gather(ids).find(['id'])).toBeUndefined();
    expect(read(gather(ids), ['tier'], 2)).toEqual(['gold', 'free']);
    const long = ids.map(each => ({ ...each, text: 'and so on '.repeat(30) }));
    expect(read(gather(long), ['id'], 1)).toEqual([ids[0]?.id]);
  });

  test('has an end of different values', () => {
    const many = Array.from({ length: 2000 }, (_, i) =>
      Object.fromEntries(Array.from({ length: 80 }, (_, j) => [`k${j}`, `${i} ${j}`]))
    );
    const attributes = gather(many);
    expect(attributes.find(['k79'])).toBeUndefined();
    expect(attributes.find(['nothing'])).toBeNull();
  });

  const key = fc.constantFrom('a', 'b', 'a.b', '$bytes', 'é', '__proto__', 'k"\\');
  const { value } = fc.letrec<{ value: AttributeValue }>(tie => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.string({ unit: 'grapheme', maxLength: 5 }),
      fc.integer(),
      fc.double().map(fromDouble),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true })
    )
  }));
  const path = fc.oneof(
    fc.array(key, { minLength: 1, maxLength: 2 }),
    fc.array(fc.oneof(key, fc.nat(3)), { maxLength: 4 })
  );

  test('gives what is there, or nothing', () => {
    let known = 0;
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(key, value, { noNullPrototype: true }), { maxLength: 12 }),
        fc.array(path),
        (list, paths) => {
          const attributes = gather(list);
          for (const steps of paths) {
            const found = read(attributes, steps, list.length);
            if (found !== undefined) {
              const expected = list.map(each => findAttribute(each, [steps]));
              expect(found ?? expected.map(() => null)).toEqual(expected);
              known += found ? 1 : 0;
            }
          }
        }
      ),
      { numRuns: 500 }
    );
    expect(known).toBeGreaterThan(100);
  });
});
