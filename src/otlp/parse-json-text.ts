import { readNumber } from '../contract/attribute-json.ts';
import type { AttributeValue } from '../contract/attribute-value.ts';
import { isDeeper } from './is-deeper.ts';

/** Integers beyond 2^53 and whole doubles: `JSON.parse` alone would change them. */
const NEEDS_CARE = /\d{16}|\d\.0(?!\d)|\d[eE]/;

/** A word that no sender writes and that still is a JSON number: it stands for NaN while the text is parsed. */
const NAN_NUMBER = '0e-99999';

const WORDS_OF_PYTHON = /"[^"\\]*(?:\\[^][^"\\]*)*"|-?\b(?:NaN|Infinity)\b/g;

/**
 * The value of a JSON text, numbers exact; NaN and Infinity are understood as Python writes them. Undefined when the text is no JSON or nested
 * deeper than `maxDepth`.
 */
export function parseJsonText(text: string, maxDepth: number): AttributeValue | undefined {
  const value = parse(text);
  return value === undefined || isDeeper(value, maxDepth) ? undefined : value;
}

function parse(text: string): AttributeValue | undefined {
  try {
    return parseExactly(text);
  } catch {
    return /NaN|Infinity/.test(text) ? parsePython(text) : undefined;
  }
}

function parsePython(text: string): AttributeValue | undefined {
  const json = text.replace(WORDS_OF_PYTHON, word => {
    if (word.startsWith('"')) {
      return word;
    }
    return word.endsWith('NaN') ? NAN_NUMBER : word.replace('Infinity', '9e999');
  });
  try {
    return parseExactly(json);
  } catch {
    return undefined;
  }
}

function parseExactly(text: string): AttributeValue {
  const value = JSON.parse(text) as AttributeValue;
  // A reviver recurses, so only what is not too deep for it gets one.
  return NEEDS_CARE.test(text) && !isDeeper(value, MAX_REVIVED_DEPTH)
    ? (JSON.parse(text, revive as (key: string, value: unknown) => unknown) as AttributeValue)
    : value;
}

const MAX_REVIVED_DEPTH = 500;

function revive(
  _key: string,
  value: AttributeValue,
  context?: { source?: string }
): AttributeValue {
  if (typeof value !== 'number' || context?.source === undefined) {
    return value;
  }
  return context.source === NAN_NUMBER ? NaN : readNumber(context.source);
}
