import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromDouble, fromInteger, type AttributeValue } from '../contract/attribute-value.ts';
import { SPAN_KINDS, STATUS_CODES, type Annotation } from '../contract/span.ts';
import { parseFilter } from '../filter/parse-filter.ts';
import { toPredicate, type FilterSubject } from '../filter/to-predicate.ts';
import type { Filter } from '../filter/tree.ts';
import { Failure } from '../contract/failures.ts';
import { FilterStore } from './filter-store.ts';

const ID = '0'.repeat(15);
const text = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    'A',
    'abc',
    'É',
    'é',
    'Ω',
    'ω',
    'K',
    'k',
    '\u212a',
    'İ',
    'ß',
    '5',
    ' 5 ',
    '1e3',
    'inf',
    '𝒳',
    '\uFFFF',
    "it's",
    '"',
    '\\',
    'a.b',
    'true',
    'LLM'
  ),
  fc.string({ unit: 'grapheme', maxLength: 4 }).filter(word => !word.includes('\0'))
);
const integer = fc.oneof(
  fc.integer({ min: -3, max: 6 }),
  fc.constantFrom(2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)).map(fromInteger)
);
const double = fc.oneof(
  fc.constantFrom(
    0.5,
    5,
    -0,
    1e300,
    -1e300,
    Infinity,
    -Infinity,
    NaN,
    0.1,
    1234.567,
    1e21,
    2 ** 53 + 2
  ),
  fc.double()
);
const key = fc.constantFrom(
  'a',
  'b',
  'c',
  'a.b',
  'k"q',
  "k'q",
  'k\\',
  '$bytes',
  '',
  'é',
  '__proto__',
  '0'
);
const { value } = fc.letrec<{ value: AttributeValue }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    integer,
    double.map(fromDouble),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 3 }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true })
  )
}));
const attributes = fc.dictionary(key, value, { maxKeys: 4, noNullPrototype: true });
const count = fc.nat(20);
const annotation: fc.Arbitrary<Annotation> = fc.record({
  name: fc.constantFrom('q', 'r'),
  identifier: text,
  score: fc.option(fc.constantFrom(0, 0.5, 1, -1)),
  label: fc.option(text),
  explanation: fc.option(text)
});
const keyOf = ({ name, identifier }: Annotation) => JSON.stringify([name, identifier]);
const subject = fc
  .record({
    parent: fc.constantFrom('none', 'self', 'first', 'unknown'),
    kind: fc.constantFrom(...SPAN_KINDS),
    name: text,
    statusCode: fc.constantFrom(...STATUS_CODES),
    statusMessage: text,
    startNs: fc.bigInt({ min: 0n, max: 5_000_000_000n }),
    latency: fc.option(fc.bigInt({ min: -10n, max: 20_000_000n })),
    attributes,
    cumulative: fc.record({
      errors: fc.nat(2),
      tokens: fc.record({ prompt: count, completion: count, total: count })
    }),
    annotations: fc.uniqueArray(annotation, { maxLength: 3, selector: keyOf })
  })
  .map(({ parent, latency, ...rest }) => ({ parent, endOffset: latency, rest }));

const subjects = fc
  .tuple(
    fc.array(subject, { minLength: 1, maxLength: 5 }),
    fc.uniqueArray(annotation, { maxLength: 2, selector: keyOf })
  )
  .map(([list, traceAnnotations]) =>
    list.map(({ parent, endOffset, rest }, i): FilterSubject => {
      const { annotations, cumulative, ...span } = rest;
      const parents = new Map([
        ['self', `${ID}${i + 1}`],
        ['first', `${ID}1`],
        ['unknown', `${ID}f`]
      ]);
      return {
        span: {
          ...span,
          attributes: span.attributes,
          traceId: 't',
          spanId: `${ID}${i + 1}`,
          parentId: parents.get(parent) ?? null,
          endNs: endOffset === null ? null : span.startNs + endOffset
        },
        cumulative,
        hasParent: parent === 'self' || parent === 'first',
        annotations,
        // They are the trace's, so one span stands for all.
        traceAnnotations: i === 0 ? traceAnnotations : []
      };
    })
  )
  .map(list => list.map(one => ({ ...one, traceAnnotations: list[0]?.traceAnnotations ?? [] })));

const quote = (word: string) =>
  `'${word.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r')}'`;
const path = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'a.b',
    'c[0]',
    'c[-1]',
    'a[0].b',
    "attributes['a.b']",
    'metadata',
    'b.c'
  ),
  fc
    .array(key, { minLength: 1, maxLength: 2 })
    .map(keys => `attributes${keys.map(name => `[${quote(name)}]`).join('')}`)
);
const number = fc.oneof(
  fc.constantFrom(
    'latency_ms',
    'error_count',
    'cumulative_error_count',
    'llm.token_count.total',
    'cumulative_token_count.total',
    "evals['q'].score",
    "trace_annotations['q'].score"
  ),
  fc.constantFrom(
    '0',
    '5',
    '0.5',
    '9007199254740993',
    '9223372036854775807',
    '-1',
    '1e300',
    '1_0',
    '2.5'
  )
);
const string = fc.oneof(
  fc.constantFrom(
    'name',
    'span_kind',
    'status_code',
    'status_message',
    'parent_id',
    'span_id',
    "evals['q'].label",
    "evals['r'].identifier"
  ),
  text.map(quote)
);
const compare = fc.constantFrom('==', '!=', '<', '<=', '>', '>=');
const equality = fc.constantFrom('==', '!=');
const inOrNot = fc.constantFrom('in', 'not in');

const terms = fc.letrec<{ num: string; str: string; condition: string }>(tie => ({
  num: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    number,
    path,
    path.map(name => `float(${name})`),
    tie('str').map(word => `float(${word})`),
    fc
      .tuple(tie('num'), fc.constantFrom('+', '-', '*', '/', '%'), tie('num'))
      .map(([l, op, r]) => `(${l} ${op} ${r})`),
    tie('num').map(inner => `-(${inner})`)
  ),
  str: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    string,
    path,
    path.map(name => `str(${name})`),
    fc.tuple(tie('str'), string).map(([l, r]) => `(${l} + ${r})`)
  ),
  condition: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.tuple(tie('num'), compare, tie('num')).map(list => list.join(' ')),
    fc.tuple(tie('num'), compare, tie('num'), compare, tie('num')).map(list => list.join(' ')),
    fc.tuple(tie('str'), compare, tie('str')).map(list => list.join(' ')),
    fc.tuple(path, equality, fc.constantFrom('True', 'False')).map(list => list.join(' ')),
    fc
      .tuple(
        fc.oneof(path, number, string, tie('num')),
        fc.constantFrom('is None', 'is not None', '== None', '!= None')
      )
      .map(list => list.join(' ')),
    fc
      .tuple(fc.oneof(path, string), inOrNot, fc.array(text.map(quote), { maxLength: 3 }))
      .map(([l, op, items]) => `${l} ${op} [${items.join(', ')}]`),
    fc
      .tuple(fc.oneof(path, number), inOrNot, fc.constantFrom('[]', '[5]', '[0.5, 5, -1]'))
      .map(list => list.join(' ')),
    fc
      .tuple(fc.oneof(tie('str'), fc.constantFrom('5', '0.5', 'True', 'latency_ms')), inOrNot, path)
      .map(list => list.join(' ')),
    fc.tuple(tie('str'), inOrNot, string).map(list => list.join(' ')),
    fc.constantFrom(
      "evals['q']",
      "annotations['r']",
      "trace_annotations['q']",
      "evals['q'] is None",
      'parent_span is None',
      'parent_span is not None',
      'True',
      'False',
      "start_time >= '1970-01-01T00:00:02.5Z'",
      "end_time < '1970-01-01T01:00:03+01:00'",
      'end_time is None',
      'start_time < end_time',
      'a == b',
      'a < b',
      'a.b != c[0]'
    ),
    tie('condition').map(inner => `not (${inner})`),
    fc
      .array(tie('condition'), { minLength: 2, maxLength: 3 })
      .map(list => `(${list.join(' and ')})`),
    fc.array(tie('condition'), { minLength: 2, maxLength: 3 }).map(list => `(${list.join(' or ')})`)
  )
}));

test('toSql(), run by SQLite, columns and toPredicate() find the same spans', () => {
  const counts = { matched: 0, unmatched: 0, refused: 0 };
  fc.assert(
    fc.property(
      subjects,
      fc.array(terms.condition, { minLength: 4, maxLength: 8 }),
      (list, texts) => {
        using store = new FilterStore(list);
        const found: { filter: Filter; expected: number[] }[] = [];
        for (const filterText of texts) {
          let filter;
          try {
            filter = parseFilter(filterText);
          } catch (error) {
            expect(error, filterText).toBeInstanceOf(Failure);
            counts.refused++;
            continue;
          }
          const matches = toPredicate(filter);
          const expected = list.flatMap((one, i) => (matches(one) ? [i] : []));
          expect(store.find(filter), filterText).toEqual(expected);
          expect(store.findInColumns(filter), filterText).toEqual(expected);
          found.push({ filter, expected });
          counts[expected.length > 0 ? 'matched' : 'unmatched']++;
        }
        store.keepAttributes();
        for (const { filter, expected } of found) {
          expect(store.findInColumns(filter), filter.text).toEqual(expected);
        }
      }
    ),
    { numRuns: 300 }
  );
  // The generators make enough of each kind.
  expect(Math.min(counts.matched, counts.unmatched, counts.refused)).toBeGreaterThan(100);
}, 60_000);
