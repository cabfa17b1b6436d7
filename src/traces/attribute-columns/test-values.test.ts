import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { findOnlyAttribute } from '../../filter/list-references.ts';
import { parseFilter } from '../../filter/parse-filter.ts';
import { toValuePredicate } from '../../filter/to-value-predicate.ts';
import { compileValuesTest } from './test-values.ts';

function listTexts(texts: readonly string[]) {
  const parts = texts.map(text => Buffer.from(text));
  let end = 0;
  return {
    ends: Uint32Array.from(parts, ({ length }) => (end += length)),
    bytes: Buffer.concat(parts)
  };
}

/** Truths by all ways there are, and by asking for each text. */
function testBoth(filter: string, texts: readonly string[]): [number[], number[]] {
  const { condition } = parseFilter(filter);
  const attribute = condition && findOnlyAttribute(condition);
  if (!attribute) {
    throw new TypeError(`Cannot test ${filter}: it is not about one attribute`);
  }
  const holds = toValuePredicate(condition, attribute);
  const column = { codes: new Uint16Array(0), texts: listTexts(texts), others: [5, true] };
  return [
    Array.from(compileValuesTest(condition, holds)(column)),
    [null, ...texts, 5, true].map(value => Number(holds(value)))
  ];
}

const word = fc.oneof(
  fc.constantFrom(
    'a',
    'A',
    'ab',
    'é',
    'É',
    'Ω',
    'ω',
    '\u212a',
    'k',
    'İ',
    'ß',
    '日本',
    '日',
    'Σ',
    'ς'
  ),
  fc.string({ unit: 'grapheme', maxLength: 3 })
);
const text = fc.array(word, { maxLength: 6 }).map(words => words.join(''));
const quote = (words: string) => JSON.stringify(words);
const filter = fc.oneof(
  fc.tuple(word, fc.constantFrom('in', 'not in')).map(([w, op]) => `${quote(w)} ${op} a.b`),
  fc.tuple(fc.constantFrom('==', '!=', '<', '>='), word).map(([op, w]) => `a.b ${op} ${quote(w)}`),
  fc.array(word, { maxLength: 3 }).map(list => `a.b in [${list.map(quote).join(', ')}]`),
  fc.constantFrom(
    'a.b is None',
    "str(a.b) == 'true'",
    "a.b + 'x' == 'ax'",
    'a.b > 3',
    'a.b == True'
  )
);

test('texts that are searched as bytes give what each of them gives', () => {
  let hits = 0;
  fc.assert(
    fc.property(filter, fc.array(text, { maxLength: 30 }), (asked, texts) => {
      for (const wanted of [asked, `not (${asked})`]) {
        const [truths, expected] = testBoth(wanted, texts);
        expect(truths, wanted).toEqual(expected);
        hits += truths.includes(1) && truths.includes(0) ? 1 : 0;
      }
    }),
    { numRuns: 2000 }
  );
  expect(hits).toBeGreaterThan(500);
});

test('a needle is not found across two texts', () => {
  expect(testBoth("'ab' in a", ['a', 'b', 'xab', '', 'abab', 'ba'])[0]).toEqual([
    0, 0, 0, 1, 0, 1, 0, 0, 0
  ]);
});
