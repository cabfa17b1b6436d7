import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '../contract/failures.ts';
import { completeFilter } from './complete-filter.ts';
import { parseFilter } from './parse-filter.ts';
import { printFilter } from './print-filter.ts';
import type { Condition } from './tree.ts';
import { toPredicate } from './to-predicate.ts';
import { toSql } from './to-sql.ts';

function failureOf(text: string): Failure | undefined {
  try {
    toSql(parseFilter(text));
    toPredicate(parseFilter(text));
    return undefined;
  } catch (error) {
    expect(error, text).toBeInstanceOf(Failure);
    return error as Failure;
  }
}

/** `(a and b) and c` as `a and b and c`: however they are grouped, they mean the same. */
function joinChains(condition: Condition | undefined): Condition | undefined {
  if (condition?.kind === 'not') {
    return { kind: 'not', operand: joinChains(condition.operand) as Condition };
  }
  if (condition?.kind !== 'and' && condition?.kind !== 'or') {
    return condition;
  }
  const operands = condition.operands.flatMap(operand => {
    const joined = joinChains(operand) as Condition;
    return joined.kind === condition.kind ? joined.operands : [joined];
  });
  return { kind: condition.kind, operands };
}

describe('parseFilter()', () => {
  test('refuses or reads any text, and points into it', () => {
    const word = fc.oneof(
      fc.constantFrom(
        ...[
          'name',
          'latency_ms',
          'a',
          'evals',
          'annotations',
          'parent_span',
          'span',
          'start_time',
          'str',
          'float'
        ],
        ...[
          '==',
          '!=',
          '<',
          '>=',
          'in',
          'not',
          'is',
          'and',
          'or',
          '+',
          '-',
          '*',
          '/',
          '%',
          '**',
          '&',
          '~',
          '@',
          '=',
          ':='
        ],
        ...[
          '(',
          ')',
          '[',
          ']',
          '{',
          '}',
          ',',
          '.',
          ':',
          ';',
          '\n',
          '#',
          "'",
          '"',
          "'x'",
          "['q']",
          '.score',
          'b"y"',
          'f"{a}"'
        ],
        ...[
          'True',
          'None',
          '5',
          '1e999',
          '0x1F',
          '1_0',
          '3j',
          'lambda',
          'if',
          'else',
          'for',
          'await',
          'yield',
          '...',
          '\\',
          '\0',
          '$',
          '´',
          'é',
          'ﬁ'
        ]
      ),
      fc.string({ unit: 'grapheme', maxLength: 3 })
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), fc.constantFrom('', ' '), (words, glue) => {
        const text = words.join(glue);
        const failure = failureOf(text);
        if (failure) {
          const { from, to } = failure.at ?? { from: -1, to: -1 };
          expect(0 <= from && from <= to && to <= text.length, `${text} at ${from}-${to}`).toBe(
            true
          );
          expect(failure.message.length).toBeLessThanOrEqual(300);
          expect(failure.code).toMatch(/^filter\//);
        }
        expect(completeFilter(text, text.length).options).toBeInstanceOf(Array);
      }),
      { numRuns: 2000 }
    );
  });

  test('takes 500 conditions, and SQL of little depth comes of them', () => {
    const text = Array.from({ length: 500 }, (_, i) => `a${i} != ${i}`).join(' and ');
    const started = Date.now();
    const { sql } = toSql(parseFilter(text));
    expect(Date.now() - started).toBeLessThan(1000);
    let [depth, deepest] = [0, 0];
    for (const character of sql) {
      depth += character === '(' ? 1 : character === ')' ? -1 : 0;
      deepest = Math.max(deepest, depth);
    }
    expect(deepest).toBeLessThan(20);
  });

  test('binds operators as Python does', () => {
    /** A term with the parentheses that Python needs, and one with all of them. */
    interface Term {
      sparse: string;
      full: string;
      level: number;
    }
    const wrap = ({ sparse, level }: Term, needed: number) =>
      level < needed ? `(${sparse})` : sparse;
    const leaf = fc
      .constantFrom('a', 'b', '5')
      .map((name): Term => ({ sparse: name, full: name, level: 9 }));
    const binary = (left: Term, operator: string, right: Term, level: number): Term => ({
      sparse: `${wrap(left, level)} ${operator} ${wrap(right, level + 1)}`,
      full: `(${left.full} ${operator} ${right.full})`,
      level
    });
    const { condition } = fc.letrec<{ value: Term; condition: Term }>(tie => ({
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        leaf,
        fc
          .tuple(tie('value'), fc.constantFrom('+', '-'), tie('value'))
          .map(([a, sign, b]) => binary(a, sign, b, 5)),
        fc
          .tuple(tie('value'), fc.constantFrom('*', '/', '%'), tie('value'))
          .map(([a, sign, b]) => binary(a, sign, b, 6)),
        tie('value').map(a => ({ sparse: `-${wrap(a, 7)}`, full: `(-${a.full})`, level: 7 }))
      ),
      condition: fc.oneof(
        { depthSize: 'medium', withCrossShrink: true },
        fc
          .tuple(tie('value'), fc.constantFrom('==', '<', '!='), tie('value'))
          .map(([a, sign, b]) => ({
            sparse: `a + ${wrap(a, 6)} ${sign} ${wrap(b, 5)}`,
            full: `((a + ${a.full}) ${sign} ${b.full})`,
            level: 4
          })),
        fc
          .constantFrom('a is not None', "a not in ['x']")
          .map(text => ({ sparse: text, full: `(${text})`, level: 4 })),
        tie('condition').map(a => ({
          sparse: `not ${wrap(a, 3)}`,
          full: `(not ${a.full})`,
          level: 3
        })),
        fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => binary(a, 'and', b, 2)),
        fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => binary(a, 'or', b, 1))
      )
    }));
    fc.assert(
      fc.property(condition, ({ sparse, full }) => {
        const print = (text: string) => printFilter(joinChains(parseFilter(text).condition));
        expect(print(sparse), sparse).toBe(print(full));
      }),
      { numRuns: 500 }
    );
  });

  test('reads chains longer than the parser takes as it reads short ones', () => {
    const one = (i: number) => `(not a${i} == 1 and b in ['x or y', "(" ])`;
    const tree = (i: number) =>
      `(and (not (== number attr ["a${i}"] 1)) (one-of text attr ["b"] "x or y" "("))`;
    const numbers = Array.from({ length: 200 }, (_, i) => i);
    const ors = numbers.map(one).join(' or # and\n');
    const printed = `(or ${numbers.map(tree).join(' ')})`;
    expect(printFilter(parseFilter(ors).condition)).toBe(printed);
    expect(printFilter(parseFilter(`c == 1 and not (${ors})`).condition)).toBe(
      `(and (== number attr ["c"] 1) (not ${printed}))`
    );
  });

  test.each([
    ['', (end: number) => `a value is missing after and (character ${end + 1})`],
    ["'x' = 1", (end: number) => `= is not expected here (character ${end + 5})`],
    ['5 $', (end: number) => `$ is not expected here (character ${end + 3})`]
  ])('points into long chains that end in %j', (wrong, describeFault) => {
    const start = 'a == 1 and '.repeat(300);
    const fault = describeFault(wrong === '' ? start.length - 1 : start.length);
    expect(failureOf(start + wrong)?.message).toBe(`Cannot read the filter: ${fault}`);
  });

  test.each([
    ['parentheses', `${'('.repeat(300)}name == 'x'${')'.repeat(300)}`],
    ['negations', `${'not '.repeat(300)}name == 'x'`],
    ['signs', `latency_ms == ${'-'.repeat(300)}1`],
    ['sums', `latency_ms == ${'latency_ms + '.repeat(300)}1`],
    ['lists', `name in ${'['.repeat(300)}'x'${']'.repeat(300)}`],
    ['thousands of parentheses', `${'('.repeat(5000)}name == 'x'${')'.repeat(5000)}`],
    ['dots', `a${'.b'.repeat(2000)} == 1`],
    ['subscripts', `a${"['b']".repeat(2000)} == 1`]
  ])('refuses %s that are nested too deep', (_, text) => {
    expect(failureOf(text)).toMatchObject({
      code: 'filter/too-large',
      message: 'Cannot read the filter: it is nested more than 200 deep'
    });
  });

  test('survives the deepest nesting that fits', () => {
    for (const bracket of ['(', '[', 'not ', '-', 'a.', "a['x'] == ("]) {
      const text = bracket.repeat(Math.floor(16_000 / bracket.length));
      expect(failureOf(text), bracket).toBeInstanceOf(Failure);
    }
  });

  test('refuses a text that is too long', () => {
    expect(failureOf(`name == '${'x'.repeat(20_000)}'`)).toMatchObject({
      code: 'filter/too-large',
      message: 'Cannot read a filter of 20010 characters: 16384 are the limit'
    });
  });

  test('refuses more annotations than can be joined', () => {
    const text = Array.from({ length: 33 }, (_, i) => `evals['${i}']`).join(' or ');
    expect(failureOf(text)).toMatchObject({
      code: 'filter/too-large',
      message: 'Cannot use 33 annotations in one filter: 32 are the limit'
    });
  });

  test('never lets text of a user into the SQL', () => {
    const { sql, params } = toSql(
      parseFilter(`attributes['";DROP'][0] == "');--" and evals['"x'].label in ['y']`)
    );
    expect(sql).not.toMatch(/DROP|--|"x|'y'/);
    expect(Object.values(params)).toEqual(expect.arrayContaining(['";DROP', "');--", '"x', 'y']));
  });
});
