import { expect, test } from 'vitest';
import { parseFilter } from '../../filter/parse-filter.ts';
import type { Condition } from '../../filter/tree.ts';
import { Names } from './names.ts';
import { compileTest } from './test-rows.ts';

function listScans(filter: string): Condition[] {
  const scans: Condition[] = [];
  const { condition } = parseFilter(filter);
  if (condition) {
    compileTest(condition, true, {
      names: new Names(),
      findTrace: () => undefined,
      scan: asked => {
        scans.push(asked);
        return () => undefined;
      }
    });
  }
  return scans;
}

const chain = (count: number) => Array.from({ length: count }, (_, i) => `a${i} == 1`).join(' or ');

test('a few conditions on attributes are asked for one by one, hundreds are one question', () => {
  expect(listScans(`name == 'x' or ${chain(8)}`)).toHaveLength(8);
  const [only, ...others] = listScans(`name == 'x' or ${chain(500)}`);
  expect(others).toEqual([]);
  expect(only).toMatchObject({ kind: 'or', operands: { length: 500 } });
});
