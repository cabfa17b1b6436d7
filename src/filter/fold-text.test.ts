import { expect, test } from 'vitest';
import { foldText, isAscii } from './fold-text.ts';

test('foldText() gives each character its lower case, unless that is two, or an ASCII one', () => {
  const different: string[] = [];
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code);
    const lower = character.toLowerCase();
    const isPlain = Array.from(lower).length === 1 && isAscii(lower) === isAscii(character);
    const expected = isPlain ? lower : character;
    if (foldText(character) !== expected || foldText(`Ä${character}Ä`) !== `ä${expected}ä`) {
      different.push(character);
    }
  }
  expect(different).toEqual([]);
});

test.each([
  ['ÉΩ ÄÖ', 'éω äö'],
  ['ΟΔΟΣ', 'οδοσ'],
  ['İ \u212a ß', 'İ \u212a ß'],
  ['ABC', 'abc']
])('foldText(%j)', (text, folded) => {
  expect(foldText(text)).toBe(folded);
});
