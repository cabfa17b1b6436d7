import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import golden from '../../testing/golden/drift.json' with { type: 'json' };
import { codeByBins, createNumberBins } from '../binning/bin-numbers.ts';
import { encodeTexts, joinTexts } from '../categories/encode-texts.ts';
import { createRandom, drawNormal } from '../random.ts';
import { countDistinctIntegers, countDistinctWords } from './count-distinct.ts';
import { interpolateRanks, selectQuantiles } from './select-quantiles.ts';
import { selectRanks } from './select-ranks.ts';
import { countBetween, createSketch, fillSketch, selectFromSketch } from './sketch.ts';

const random = createRandom(20240803);
const COUNT = 20_000;

/** Shapes that even buckets alone do not tell apart. */
const SHAPES = new Map<string, (i: number) => number>([
  ['normal', () => drawNormal(random)],
  ['lognormal', () => Math.exp(5 * drawNormal(random))],
  ['all magnitudes', () => (random() < 0.5 ? -1 : 1) * 10 ** (600 * random() - 300)],
  ['one far away', i => (i === 7 ? 1e300 : random())],
  ['duplicates', () => Math.floor(3 * random())],
  ['constant', () => 5],
  ['neighbors', () => 1 + Math.floor(64 * random()) * Number.EPSILON],
  ['subnormal', () => Math.floor(1000 * random()) * 5e-324],
  ['infinities', () => (random() < 0.1 ? -Infinity : random() < 0.1 ? Infinity : random())],
  ['sorted', i => i],
  ['the largest', () => (random() < 0.5 ? -1 : 1) * Number.MAX_VALUE * random()]
]);

const PROBABILITIES = [0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1];

describe.each([...SHAPES])('%s', (_, draw) => {
  const values = Float64Array.from({ length: COUNT }, (_, i) => draw(i));
  const sorted = values.slice().sort();
  const ranks = [0, 1, 17, 200, 5000, 9999, 10_000, 15_000, 19_800, COUNT - 2, COUNT - 1];
  const expected = ranks.map(rank => sorted[rank]);
  const sketch = createSketch();

  test('ranks are those of a full sort', () => {
    expect(Array.from(selectRanks(values, COUNT, ranks))).toEqual(expected);
    expect(fillSketch(sketch, values, 0, COUNT, null)).toBe(true);
    expect(Array.from(selectFromSketch(sketch, ranks))).toEqual(expected);
  });

  test('counts between breaks are those of a comparison of each', () => {
    fillSketch(sketch, values, 0, COUNT, null);
    const breaks = Float64Array.from(
      new Set([200, 5000, 10_000, 10_001, 15_000].map(rank => sorted[rank]))
    ).filter(value => Number.isFinite(value));
    const codes = new Uint8Array(COUNT);
    codeByBins(createNumberBins(breaks), values, COUNT, codes);
    const counts = new Float64Array(breaks.length + 1);
    codes.forEach(code => counts[code]++);
    const below = Array.from(breaks, limit => values.filter(value => value < limit).length);
    expect(Array.from(counts)).toEqual(
      [...below, COUNT].map((count, k) => count - (below[k - 1] ?? 0))
    );
    expect(countBetween(sketch, breaks)).toEqual(counts);
  });
});

test('quantiles are those of a full sort, whatever the numbers and their order', () => {
  const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
    minLength: 1,
    maxLength: 200
  });
  fc.assert(
    fc.property(numbers, list => {
      const sorted = Float64Array.from(list).sort();
      const expected = PROBABILITIES.map(p => {
        const position = (list.length - 1) * p;
        const low = sorted[Math.floor(position)];
        const high = sorted[Math.ceil(position)];
        return [Math.min(low, high), Math.max(low, high)];
      });
      selectQuantiles(Float64Array.from(list), list.length, PROBABILITIES).forEach((value, i) => {
        if (Number.isFinite(expected[i][1] - expected[i][0])) {
          expect(value).toBeGreaterThanOrEqual(expected[i][0]);
          expect(value).toBeLessThanOrEqual(expected[i][1]);
        }
      });
    })
  );
});

test.each(golden.samples)('$name, as pandas summarises it', ({ a, quantiles, moments }) => {
  const values = Float64Array.from(a);
  const found = selectQuantiles(values, a.length, golden.probabilities);
  found.forEach((value, i) => {
    expect(Math.abs(value - quantiles[i])).toBeLessThanOrEqual(1e-12 * Math.abs(quantiles[i]));
  });
  const sketch = createSketch();
  fillSketch(sketch, values, 0, a.length, null);
  const { sum, count, min, max } = sketch;
  expect(sum / count / moments.mean).toBeCloseTo(1, 9);
  expect(sum / moments.sum).toBeCloseTo(1, 9);
  expect([min, max]).toEqual([moments.min, moments.max]);
  expect(
    Array.from(
      interpolateRanks(count, golden.probabilities, ranks => selectFromSketch(sketch, ranks))
    )
  ).toEqual(Array.from(found));
});

describe('a sketch', () => {
  test('leaves out what the bitmap says is missing, and starts anywhere', () => {
    const values = Float64Array.from({ length: 5000 }, (_, i) => (i % 7 === 0 ? 1e9 : i));
    const validity = new Uint8Array(625);
    values.forEach((_, i) => (validity[i >> 3] |= i % 7 === 0 ? 0 : 1 << (i & 7)));
    const kept = values.slice(1003, 4500).filter(value => value !== 1e9);
    const sketch = createSketch();
    fillSketch(sketch, values, 1003, 4500, validity);
    expect(sketch.count).toBe(kept.length);
    expect(sketch.sum).toBe(kept.reduce((sum, value) => sum + value, 0));
    expect([sketch.min, sketch.max]).toEqual([kept[0], kept.at(-1)]);
    expect(Array.from(selectFromSketch(sketch, [0, 100, kept.length - 1]))).toEqual([
      kept[0],
      kept[100],
      kept.at(-1)
    ]);
  });

  test('says that a number is none, but takes both infinities', () => {
    const sketch = createSketch();
    expect(fillSketch(sketch, Float64Array.of(1, NaN, 2), 0, 3, null)).toBe(false);
    expect(fillSketch(sketch, Float64Array.of(1, Infinity, -Infinity), 0, 3, null)).toBe(true);
    expect(fillSketch(sketch, Float64Array.of(1, NaN, 2), 0, 3, Uint8Array.of(5))).toBe(true);
  });

  test('a sum does not lose small numbers beside large ones', () => {
    const values = new Float64Array(1_000_001).fill(0.1);
    values[0] = 1e15;
    const sketch = createSketch();
    fillSketch(sketch, values, 0, values.length, null);
    // Adding one after the other gives 25,000 too much.
    expect(Math.abs(sketch.sum - 1e15 - 100_000)).toBeLessThan(20);
  });
});

describe('distinct numbers', () => {
  test.each([
    ['near', (i: number) => i % 1000],
    ['far', (i: number) => (i % 1000) * 2 ** 40 - 2 ** 49]
  ])('%s ones', (_, draw) => {
    const values = Float64Array.from({ length: 5000 }, (_, i) => draw(i));
    const range = { min: Math.min(...values), max: Math.max(...values) };
    expect(countDistinctIntegers(values, 5000, range)).toBe(1000);
    expect(countDistinctIntegers(values, 0, range)).toBe(0);
  });

  test('64-bit words beyond what a double tells apart', () => {
    const words = BigInt64Array.from([0n, 1n, 1n, 2n, -1n], each => 2n ** 60n + each);
    expect(countDistinctWords(new Int32Array(words.buffer), 5)).toBe(4);
  });
});

const texts = fc
  .array(fc.option(fc.string({ maxLength: 12, unit: 'binary-ascii' })), { maxLength: 3000 })
  .map(list => {
    const present = list.map(text => text ?? 'nothing');
    const offsets = new Int32Array(list.length + 1);
    present.forEach((text, i) => (offsets[i + 1] = offsets[i] + text.length));
    const bytes = Uint8Array.from(present.join(''), char => char.charCodeAt(0));
    const validity = new Uint8Array(Math.ceil(list.length / 8));
    list.forEach((text, i) => (validity[i >> 3] |= text === null ? 0 : 1 << (i & 7)));
    return { list, texts: { bytes, offsets }, validity };
  });

test('texts are numbered by first appearance', () => {
  fc.assert(
    fc.property(texts, ({ list, texts, validity }) => {
      const { codes, firsts } = encodeTexts(texts, list.length, validity);
      const distinct = [...new Set(list.filter(text => text !== null))];
      expect(Array.from(codes)).toEqual(
        list.map(text => (text === null ? 0 : distinct.indexOf(text) + 1))
      );
      expect(Array.from(firsts, i => list[i])).toEqual(distinct);
    })
  );
});

test('texts of two sides share their numbers', () => {
  fc.assert(
    fc.property(texts, texts, (a, b) => {
      const [first, second] = [a, b].map(({ list, texts, validity }) => ({
        ...texts,
        list,
        firsts: encodeTexts(texts, list.length, validity).firsts
      }));
      const distinct = Array.from(first.firsts, i => first.list[i]);
      const codes = joinTexts(first, second);
      codes.forEach((code, k) => {
        const text = second.list[second.firsts[k]];
        const known = distinct.indexOf(text);
        expect(code).toBe(known < 0 ? distinct.push(text) - 1 : known);
      });
    })
  );
});

test('many texts, some alike in all but their ends', () => {
  const list = Array.from({ length: 20_000 }, (_, i) => `a long common start ${(i * 7) % 5000}`);
  const bytes = Uint8Array.from(list.join(''), char => char.charCodeAt(0));
  const offsets = new Int32Array(list.length + 1);
  list.forEach((text, i) => (offsets[i + 1] = offsets[i] + text.length));
  const { codes, firsts } = encodeTexts({ bytes, offsets }, list.length, null);
  expect(firsts.length).toBe(5000);
  expect(codes.every((code, i) => list[firsts[code - 1]] === list[i])).toBe(true);
});

test.each([
  [
    'of every length, alike in their beginnings',
    6000,
    (i: number) => 'abcdefghij'.repeat(5).slice(0, i % 47)
  ],
  ['with zeros at their ends', 3000, (i: number) => `a${String.fromCharCode(0).repeat(i % 20)}`],
  [
    'that differ in one byte in the middle',
    3000,
    (i: number) => `${'x'.repeat(i % 30)}y${'x'.repeat(29 - (i % 30))}`
  ],
  ['more than 65,535 of them', 140_000, (i: number) => `t${(i * 7919) % 70_001}`],
  ['longer than the room for copies', 1200, (i: number) => `${(i * 31) % 600}${'z'.repeat(4000)}`],
  ['longer than a piece', 600, (i: number) => (i % 300 === 7 ? 'w'.repeat(600_000) : `${i % 5}`)]
])('texts %s are numbered as a map numbers them', (_, count, textOf) => {
  const list = Array.from({ length: count }, (_, i) => textOf(i));
  const offsets = new Int32Array(count + 1);
  list.forEach((text, i) => (offsets[i + 1] = offsets[i] + text.length));
  const bytes = new Uint8Array(offsets[count]);
  list.forEach((text, i) => {
    for (let k = 0; k < text.length; k++) bytes[offsets[i] + k] = text.charCodeAt(k);
  });
  const validity = Uint8Array.from({ length: Math.ceil(count / 8) }, (_, i) =>
    i % 3 ? 255 : 0x6d
  );
  const codeOf = new Map<string, number>();
  const wanted = list.map((text, i) => {
    if (((validity[i >> 3] >> (i & 7)) & 1) === 0) return 0;
    const code = codeOf.get(text) ?? codeOf.size + 1;
    codeOf.set(text, code);
    return code;
  });
  const { codes, firsts } = encodeTexts({ bytes, offsets }, count, validity);
  expect(codes.findIndex((code, i) => code !== wanted[i])).toBe(-1);
  expect(Array.from(firsts, i => list[i])).toEqual([...codeOf.keys()]);
});
