import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeAttributeJson } from '../../contract/attribute-json.ts';
import type { AttributeValue } from '../../contract/attribute-value.ts';
import { BLANK_SUBJECT } from '../../filter/blank-subject.ts';
import { parseFilter } from '../../filter/parse-filter.ts';
import { toPredicate } from '../../filter/to-predicate.ts';
import { BLOCK_ROWS } from '../columns/span-block.ts';
import { JsonScanner } from '../frame/json-scanner.ts';
import { BlockAttributes } from './block-attributes.ts';
import { ColumnGatherer } from './gather-columns.ts';
import { compileAttributesTest } from './test-attributes.ts';

/** Longer than what is kept as a value, and short in its index. */
const LONG = 'word after word '.repeat(40);

function search(filter: string, values: readonly AttributeValue[]) {
  const gatherer = new ColumnGatherer(true);
  values.forEach((value, row) => {
    const json = writeAttributeJson({ input: { value } });
    gatherer.add(row, new JsonScanner(Buffer.from(json)), 0);
  });
  const kept = new Map(gatherer.finish().map(({ path, data }) => [path, data]));
  const parsed = parseFilter(filter);
  const marks = new Uint8Array(BLOCK_ROWS);
  const test = parsed.condition && compileAttributesTest(parsed.condition);
  const found = test?.mark(new BlockAttributes(kept), marks);
  const matches = toPredicate(parsed);
  const expected = values.flatMap((value, row) =>
    matches({ ...BLANK_SUBJECT, span: { ...BLANK_SUBJECT.span, attributes: { input: { value } } } })
      ? [row]
      : []
  );
  const rows = values.flatMap((_, row) => (marks[row] === 1 ? [row] : []));
  return { found, rows, expected };
}

const word = fc.oneof(
  fc.constantFrom(
    'refund',
    'Refund',
    'a',
    'A1',
    'é',
    'É',
    'Σ',
    'ς',
    '\u212a',
    'k',
    '日本',
    'x_y',
    'İ'
  ),
  fc.string({ unit: 'grapheme', maxLength: 3 })
);
const gap = fc.constantFrom(' ', '', '-', '\n', '"', '. ');
const text = fc.array(fc.tuple(word, gap), { maxLength: 6 }).map(parts => parts.flat().join(''));
const value = fc.oneof(
  { weight: 9, arbitrary: text },
  { weight: 9, arbitrary: text.map(each => each + LONG) },
  { weight: 1, arbitrary: fc.constant(null) }
);
const quote = (each: string) => JSON.stringify(each);
const filter = fc.oneof(
  fc.tuple(text, fc.constantFrom('in', 'not in')).map(([t, op]) => `${quote(t)} ${op} input.value`),
  fc.tuple(fc.constantFrom('==', '!='), text).map(([op, t]) => `input.value ${op} ${quote(t)}`),
  fc
    .array(text, { minLength: 1, maxLength: 3 })
    .map(list => `input.value in [${list.map(quote).join(', ')}]`),
  fc.constantFrom(
    'input.value is None',
    'input.value is not None',
    "attributes['input.value'] is None"
  ),
  fc.tuple(word, word).map(([a, b]) => `${quote(a)} in input.value and ${quote(b)} in input.value`),
  fc.tuple(word, text).map(([a, b]) => `${quote(a)} in input.value or input.value == ${quote(b)}`)
);

test('the words of long texts find what the texts themselves would, or at least nothing less', () => {
  const counts = { rows: 0, candidates: 0, unknown: 0 };
  fc.assert(
    fc.property(filter, fc.array(value, { maxLength: 20 }), (asked, values) => {
      for (const wanted of [asked, `not (${asked})`]) {
        const { found, rows, expected } = search(wanted, [LONG, ...values]);
        if (found === 'rows') {
          expect(rows, wanted).toEqual(expected);
        } else if (found === 'candidates') {
          expect(rows, wanted).toEqual(expect.arrayContaining(expected));
        }
        counts[found ?? 'unknown'] += 1;
      }
    }),
    { numRuns: 500 }
  );
  expect(Math.min(counts.rows, counts.candidates, counts.unknown)).toBeGreaterThan(60);
}, 60_000);

test('words are found in few rows and in most, across many of them', () => {
  const values = Array.from(
    { length: BLOCK_ROWS },
    (_, i) => `${i % 2 === 0 ? 'even' : 'odd'} ${i % 1000 === 7 ? 'seldom' : ''} n${i}. ${LONG}`
  );
  for (const [asked, count] of [
    ["'even' in input.value", 4096],
    ["'DD' in input.value", 4096],
    ["'seldom' in input.value", 9],
    ["'n8191' in input.value", 1],
    ["'819' in input.value", 10],
    ["'never' in input.value", 0],
    ["'after' not in input.value", 0]
  ] as const) {
    const { found, rows, expected } = search(asked, values);
    expect([asked, found, rows.length]).toEqual([asked, 'rows', count]);
    expect(rows).toEqual(expected);
  }
  const { found, rows } = search("'seldom n7' in input.value", values);
  expect(found).toBe('candidates');
  expect(rows.length).toBeLessThan(10);
});

test('what is not a text, or has no end of words, has no index', () => {
  expect(search("'a' in input.value", [LONG, 5]).found).toBeUndefined();
  expect(search("'a' in input.value", [LONG, ['a']]).found).toBeUndefined();
  expect(search("'a' in input.value", [{ a: 1 }, LONG]).found).toBeUndefined();
  expect(search("'a' in input.value", [LONG, 'a\0b']).found).toBeUndefined();
  expect(search("'a' in input.value", [LONG, '\ud800']).found).toBeUndefined();
  const noise = Array.from({ length: 50 }, (_, i) =>
    Array.from({ length: 99 }, (_, j) => (i * 7919 + j * 104_729).toString(36)).join(' ')
  );
  expect(search("'a' in input.value", noise).found).toBeUndefined();
});
