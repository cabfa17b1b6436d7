import type { AttributeValue } from '../../contract/attribute-value.ts';
import { foldText, isAscii } from '../../filter/fold-text.ts';
import type { Condition } from '../../filter/tree.ts';
import type { AttributeColumn, TextList } from './attribute-column.ts';
import { pickTexts } from './pick-texts.ts';

type ValueTest = (value: AttributeValue) => boolean;

/** The truth of each text of a list, put behind each other. */
type TextsTest = (texts: TextList, truths: Uint8Array) => void;

/** Asks once for each value that a column has; the answers are in the order of its codes. */
export function compileValuesTest(
  condition: Condition,
  holds: ValueTest
): (column: AttributeColumn) => Uint8Array {
  const testTexts = compileTextsTest(condition, holds);
  return ({ texts, others }) => {
    const count = texts.ends.length;
    const truths = new Uint8Array(1 + count + others.length);
    truths[0] = Number(holds(null));
    testTexts(texts, truths.subarray(1, 1 + count));
    others.forEach((value, i) => {
      truths[1 + count + i] = Number(holds(value));
    });
    return truths;
  };
}

/** Some conditions need not make a text of all bytes. */
function compileTextsTest(condition: Condition, holds: ValueTest): TextsTest {
  switch (condition.kind) {
    case 'not':
      return compileTextsTest(condition.operand, holds);
    case 'compare': {
      const { operator, left, right } = condition;
      const isEquality = operator === '==' || operator === '!=';
      const whole = isEquality ? (pickTexts(left, [right]) ?? pickTexts(right, [left])) : undefined;
      return whole ? testLengths(whole, holds) : testEach(holds);
    }
    case 'one-of': {
      const whole = pickTexts(condition.value, condition.items);
      return whole ? testLengths(whole, holds) : testEach(holds);
    }
    case 'contains': {
      const { haystack, needle } = condition;
      return haystack.kind === 'attribute' && needle.kind === 'text' && needle.value !== ''
        ? testNeedle(needle.value, holds)
        : testEach(holds);
    }
    default:
      return testEach(holds);
  }
}

const readText = ({ ends, bytes }: TextList, i: number) =>
  bytes.toString('utf8', ends[i - 1] ?? 0, ends[i]);

function testEach(holds: ValueTest): TextsTest {
  return (texts, truths) => {
    for (let i = 0; i < truths.length; i++) {
      truths[i] = Number(holds(readText(texts, i)));
    }
  };
}

/** Texts of another length are other texts. */
function testLengths(whole: readonly string[], holds: ValueTest): TextsTest {
  const lengths = new Set(whole.map(text => Buffer.byteLength(text)));
  const miss = Number(holds(`${whole.join('')}.`));
  return (texts, truths) => {
    const { ends } = texts;
    let start = 0;
    for (const [i, end] of ends.entries()) {
      truths[i] = lengths.has(end - start) ? Number(holds(readText(texts, i))) : miss;
      start = end;
    }
  };
}

/** Texts are searched all at once, as bytes. */
function testNeedle(needle: string, holds: ValueTest): TextsTest {
  const folded = foldText(needle);
  const isPlain = isAscii(folded);
  const piece = isPlain ? folded : findPiece(folded);
  if (piece === '') {
    return testEach(holds);
  }
  const [hit, miss] = [Number(holds(needle)), Number(holds(''))];
  return (texts, truths) => {
    const { ends, bytes } = texts;
    // Bytes beyond ASCII change, too, as those of the piece have: that finds too much, and never too little.
    const haystack = bytes.toString('latin1').toLowerCase();
    truths.fill(miss);
    let i = 0;
    for (let at = haystack.indexOf(piece); at >= 0;) {
      while ((ends[i] ?? Infinity) <= at) {
        i++;
      }
      const end = ends[i] ?? Infinity;
      const isInside = at + piece.length <= end;
      if (isInside) {
        truths[i] = isPlain ? hit : Number(holds(readText(texts, i)));
      }
      at = haystack.indexOf(piece, isInside ? end : at + 1);
    }
  };
}

/** The longest piece of a folded text that stands in all texts which contain it, but for the case of ASCII letters: in bytes, each as a character. */
function findPiece(folded: string): string {
  const pieces = [''];
  for (const character of folded) {
    const isFixed = isAscii(character) || character.toUpperCase() === character;
    if (isFixed) {
      pieces.push((pieces.pop() ?? '') + character);
    } else {
      pieces.push('');
    }
  }
  const [longest = ''] = pieces
    .map(piece => Buffer.from(piece).toString('latin1').toLowerCase())
    .sort((a, b) => b.length - a.length);
  return longest;
}
