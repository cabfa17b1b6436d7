import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RowsColumn } from '../../contract/rows.ts';
import { chooseColumns, moveColumn, toggleColumn } from './column-layout.ts';

const columns = ['a', 'b', 'c', 'd', '__proto__'].map((name): RowsColumn => ({
  name,
  kind: 'text',
  role: 'feature'
}));
const names = (choice?: Parameters<typeof chooseColumns>[1]) =>
  chooseColumns(columns, choice).map(c => c.name);

describe('columns of a table', () => {
  test('come in the order of the server by default', () => {
    expect(names()).toEqual(['a', 'b', 'c', 'd', '__proto__']);
  });

  test('put the first ones first and leave the hidden ones out', () => {
    expect(names({ first: ['d'], hidden: ['b'], only: false })).toEqual([
      'd',
      'a',
      'c',
      '__proto__'
    ]);
    expect(names({ first: ['d', 'a'], hidden: [], only: true })).toEqual(['d', 'a']);
  });

  test('are all shown when an address of other data would leave none', () => {
    expect(names({ first: ['gone'], hidden: [], only: true })).toHaveLength(5);
  });

  test('toggled twice show the same set again', () => {
    const choices = fc.record({
      first: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
      hidden: fc.constant<string[]>(['d']),
      only: fc.boolean()
    });
    fc.assert(
      fc.property(choices, fc.constantFrom('a', 'b', 'c', 'd', '__proto__'), (choice, name) => {
        const before = names(choice);
        fc.pre(before.length > 1 && !(before.length === 5 && choice.only));
        const once = toggleColumn(columns, choice, name);
        expect(names(once).includes(name)).toBe(!before.includes(name));
        expect(names(toggleColumn(columns, once, name)).toSorted()).toEqual(before.toSorted());
      })
    );
  });

  test('move by one place and stop at the ends', () => {
    expect(names(moveColumn(columns, undefined, 'c', -1))).toEqual([
      'a',
      'c',
      'b',
      'd',
      '__proto__'
    ]);
    expect(moveColumn(columns, undefined, 'b', -1).first).toEqual(['b', 'a']);
    expect(names(moveColumn(columns, undefined, 'a', -1))).toEqual(names());
    const twice = moveColumn(columns, moveColumn(columns, undefined, 'a', 1), 'a', 1);
    expect(names(twice)).toEqual(['b', 'c', 'a', 'd', '__proto__']);
  });
});
