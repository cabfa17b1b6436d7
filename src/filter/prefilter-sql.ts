import type { Bind } from './attribute-sql.ts';
import { balance } from './balance.ts';
import { isAscii } from './fold-text.ts';
import { ATTRIBUTES_COLUMN } from './span-columns.ts';
import type { Condition, Literal, Value } from './tree.ts';

/**
 * What the JSON text of a span's attributes must look like for the condition to be true, undefined when that is not known. LIKE takes a quarter of the
 * time of parsing the JSON (instr() does not), and most spans do not match.
 */
export function prefilterSql(condition: Condition, bind: Bind): string | undefined {
  const needed = findNeeded(condition);
  return needed && neededSql(needed, bind);
}

type Needed = { kind: 'and' | 'or'; parts: Needed[] } | { kind: 'like'; pattern: string };

function neededSql(needed: Needed, bind: Bind): string {
  if (needed.kind === 'like') {
    return `(${ATTRIBUTES_COLUMN} LIKE ${bind(needed.pattern)} ESCAPE '\\')`;
  }
  const parts = needed.parts.map(part => neededSql(part, bind));
  return balance(parts, needed.kind === 'and' ? ' AND ' : ' OR ');
}

function findNeeded(condition: Condition): Needed | undefined {
  switch (condition.kind) {
    case 'and': {
      const parts = condition.operands.map(findNeeded).filter(part => part !== undefined);
      return parts.length > 0 ? { kind: 'and', parts } : undefined;
    }
    case 'or':
      return anyOf(condition.operands.map(findNeeded));
    case 'compare':
      return condition.operator === '=='
        ? (wholeText(condition.left, condition.right) ?? wholeText(condition.right, condition.left))
        : undefined;
    case 'one-of':
      return condition.negated
        ? undefined
        : anyOf(condition.items.map(item => wholeText(condition.value, item)));
    case 'contains': {
      const { haystack, needle, negated } = condition;
      return !negated && haystack.kind === 'attribute' && isPlain(needle)
        ? like(needle.value)
        : undefined;
    }
    default:
      return undefined;
  }
}

/** Beyond so many texts, parsing is as fast. */
const MAX_TEXTS = 8;

function anyOf(found: (Needed | undefined)[]): Needed | undefined {
  const parts = found.filter(part => part !== undefined);
  const isKnown = parts.length === found.length && parts.length > 0 && parts.length <= MAX_TEXTS;
  return isKnown ? { kind: 'or', parts } : undefined;
}

function wholeText(attribute: Value, text: Value): Needed | undefined {
  return attribute.kind === 'attribute' && isPlain(text) ? like(`"${text.value}"`) : undefined;
}

/** LIKE knows the cases of ASCII letters only; any other letter that has cases may be any. */
function like(text: string): Needed | undefined {
  const pattern = Array.from(text, character => {
    if (/[%_\\]/.test(character)) {
      return `\\${character}`;
    }
    return isAscii(character) || hasNoCase(character) ? character : '_';
  });
  if (pattern.every(character => character === '_')) {
    return undefined;
  }
  const whole = toLike(pattern);
  const rare = findRare(pattern);
  return rare > 0 ? { kind: 'and', parts: [toLike(pattern.slice(rare)), whole] } : whole;
}

const toLike = (pattern: readonly string[]): Needed => ({
  kind: 'like',
  pattern: `%${pattern.join('')}%`
});

/** What the JSON of spans is full of. */
const FREQUENT = new Set(' "etaoinsrhlETAOINSRHL_');

/** What begins with a rare character must not be so short that most spans have it. */
const LEAST_LENGTH = 3;

/**
 * Where a pattern has its first rare character. LIKE stops wherever the first character stands: when that is a rare one, it takes a third of the time,
 * and the whole pattern is looked for in the few spans that have its end.
 */
function findRare(pattern: readonly string[]): number {
  const rare = pattern.findIndex(character => !FREQUENT.has(character));
  return rare <= pattern.length - LEAST_LENGTH ? rare : 0;
}

function hasNoCase(character: string): boolean {
  return character.toLowerCase() === character && character.toUpperCase() === character;
}

/** Whether a text stands in JSON as it is. */
function isPlain(value: Value): value is Extract<Literal, { kind: 'text' }> {
  return value.kind === 'text' && JSON.stringify(value.value) === `"${value.value}"`;
}
