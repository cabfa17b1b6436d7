import { hasBit } from '../../arrow/bitmap.ts';
import type { AttributeValue } from '../../contract/attribute-value.ts';
import { foldText } from '../../filter/fold-text.ts';
import type { Condition } from '../../filter/tree.ts';
import { BLOCK_ROWS } from '../columns/span-block.ts';
import { pickTexts } from './pick-texts.ts';
import { splitWords, type WordIndex, type WordPiece } from './word-index.ts';

/** What marks mean: the rows that pass, or rows among which are all that pass. */
export type Found = 'rows' | 'candidates';

/** Marks rows by the words of their texts; undefined when these tell nothing. */
export type WordsTest = (index: WordIndex, marks: Uint8Array) => Found | undefined;

/** A test of a condition on one attribute whose values are texts. `holds`: whether it is true for one of them, or for a missing one. */
export function compileWordsTest(
  condition: Condition,
  holds: (value: AttributeValue) => boolean
): WordsTest {
  switch (condition.kind) {
    case 'not':
      return compileWordsTest(condition.operand, holds);
    case 'missing':
      return condition.value.kind === 'attribute' ? markBy([], holds(''), holds) : () => undefined;
    case 'contains': {
      const { haystack, needle } = condition;
      if (haystack.kind !== 'attribute' || needle.kind !== 'text' || needle.value === '') {
        return () => undefined;
      }
      const folded = foldText(needle.value);
      const pieces = splitWords(folded, false);
      // What is a piece of one word is nowhere else.
      return pieces[0]?.text === folded
        ? markBy(pieces, holds(needle.value), holds)
        : markCandidates([pieces], holds);
    }
    case 'compare': {
      const { operator, left, right } = condition;
      const isEquality = operator === '==' || operator === '!=';
      const whole = isEquality ? (pickTexts(left, [right]) ?? pickTexts(right, [left])) : undefined;
      return whole ? markCandidates(whole.map(splitWhole), holds) : () => undefined;
    }
    case 'one-of': {
      const whole = pickTexts(condition.value, condition.items);
      return whole ? markCandidates(whole.map(splitWhole), holds) : () => undefined;
    }
    default:
      return () => undefined;
  }
}

const splitWhole = (text: string) => splitWords(foldText(text), true);

/** Rows with these pieces, other texts, and none: one truth for each. */
function markBy(
  pieces: readonly WordPiece[],
  hit: boolean,
  holds: (value: AttributeValue) => boolean
): WordsTest {
  const [other, none] = [Number(holds('')), Number(holds(null))];
  return (index, marks) => {
    const rows = findRows(index, pieces);
    for (let i = 0; i < BLOCK_ROWS; i++) {
      marks[i] = hasBit(rows, i) ? Number(hit) : hasBit(index.hasText, i) ? other : none;
    }
    return 'rows';
  };
}

/** Rows that have all pieces of one of the texts, when no others can pass. */
function markCandidates(
  texts: readonly (readonly WordPiece[])[],
  holds: (value: AttributeValue) => boolean
): WordsTest {
  const isNarrow = texts.length > 0 && texts.every(pieces => pieces.length > 0);
  if (!isNarrow || holds(null) || holds('')) {
    return () => undefined;
  }
  return (index, marks) => {
    marks.fill(0);
    for (const pieces of texts) {
      const rows = findRows(index, pieces);
      for (let i = 0; i < BLOCK_ROWS; i++) {
        marks[i] = hasBit(rows, i) ? 1 : (marks[i] ?? 0);
      }
    }
    return 'candidates';
  };
}

/** Bitmap of the rows with a text that has all these pieces. */
function findRows(index: WordIndex, pieces: readonly WordPiece[]): Uint8Array {
  const rows = Uint8Array.from(index.hasText);
  for (const piece of pieces) {
    const some = index.findRows(piece);
    for (let i = 0; i < rows.length; i++) {
      rows[i] = (rows[i] ?? 0) & (some[i] ?? 0);
    }
  }
  return rows;
}
