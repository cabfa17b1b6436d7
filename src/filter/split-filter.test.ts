import { expect, test } from 'vitest';
import { parseFilter } from './parse-filter.ts';
import { printFilter } from './print-filter.ts';
import { joinFilter, splitFilter } from './split-filter.ts';

test.each([
  ['', []],
  ['  # nothing', []],
  ["name == 'a'", ["name == 'a'"]],
  ["name == 'a and b' and latency_ms > 5", ["name == 'a and b'", 'latency_ms > 5']],
  ["(name == 'a' and latency_ms > 5) and not a.b", ["name == 'a'", 'latency_ms > 5', 'not a.b']],
  ["not name == 'a' and 1 <= latency_ms < 5", ["not name == 'a'", '1 <= latency_ms < 5']],
  ["name == 'a' and (x == 1 or y == 2)", ["name == 'a'", 'x == 1 or y == 2']],
  ['name == and', ['name == and']]
])('%s has the parts %j', (text, parts) => {
  expect(splitFilter(text).map(part => part.text)).toEqual(parts);
});

test.each([
  "name == 'a' and (x == 1 or y == 2) and not (z == 3 or name == 'q')",
  "x == 1 or name == 'b'",
  "(x == 1 or y == 2) and (z == 3 or name == 'q')",
  "name.lower() == 'a' and ('x' in input.value)"
])('%s means the same when its parts are joined', text => {
  const meaning = (filter: string) => {
    try {
      return printFilter(parseFilter(filter).condition);
    } catch (error) {
      return String(error);
    }
  };
  expect(meaning(joinFilter(splitFilter(text)))).toBe(meaning(text));
});

test('a part that is taken away leaves a filter that can be read', () => {
  const parts = splitFilter("name == 'a' and (x == 1 or y == 2)");
  expect(joinFilter(parts.slice(1))).toBe('x == 1 or y == 2');
  expect(joinFilter(parts.slice(0, 1))).toBe("name == 'a'");
});
