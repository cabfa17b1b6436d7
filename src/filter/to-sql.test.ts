import { describe, expect, test } from 'vitest';
import { parseFilter } from './parse-filter.ts';
import { toSql } from './to-sql.ts';

/** Patterns that the JSON text of the attributes has to match before it is parsed. */
function findPatterns(text: string): unknown[] {
  const { sql, params } = toSql(parseFilter(text));
  return Array.from(sql.matchAll(/LIKE :(\w+)/g), ([, name = '']) => params[name]);
}

describe('toSql()', () => {
  test.each([
    ["a == 'x'", ['%"x"%']],
    ["'50% _\\\\' == a", []],
    ["'50%_' == a", ['%50\\%\\_"%', '%"50\\%\\_"%']],
    ["'nothing' in a", ['%nothing%']],
    ["'refund' in a", ['%fund%', '%refund%']],
    ["a == 'session-7'", ['%-7"%', '%"session-7"%']],
    ["'Éx' in a", ['%_x%']],
    ["'日本' in a", ['%日本%']],
    ["'É' in a", []],
    ["'' in a", []],
    ["a in ['x', 'y']", ['%"x"%', '%"y"%']],
    ["a == 'x' and latency_ms > 5", ['%"x"%']],
    ["a == 'x' or b == 'y'", ['%"x"%', '%"y"%']],
    ["a == 'x' or latency_ms > 5", []],
    ["not a == 'x'", []],
    ["a != 'x' and a not in ['x'] and 'x' not in a", []],
    ["name == 'x' and 'x' in name", []]
  ])('searches the text before it parses it: %s', (text, patterns) => {
    expect(findPatterns(text)).toEqual(patterns);
  });

  test('says whether it needs the attributes', () => {
    expect(toSql(parseFilter('')).usesAttributes).toBe(false);
    expect(toSql(parseFilter("name == 'x' and evals['q']")).usesAttributes).toBe(false);
    expect(toSql(parseFilter('float(a) > 1')).usesAttributes).toBe(true);
  });

  test('binds only what its SQL names', () => {
    for (const text of ["a == 'x' or latency_ms > 5", "a in ['x', 'y'] and evals['q'].score > 1"]) {
      const { sql, params } = toSql(parseFilter(text));
      const named = new Set(Array.from(sql.matchAll(/:(f\d+)/g), ([, name]) => name));
      expect([...named].sort()).toEqual(Object.keys(params).sort());
    }
  });
});
