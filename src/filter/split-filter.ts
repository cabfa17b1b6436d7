import { Failure, type TextRange } from '../contract/failures.ts';
import { readSyntax } from './read-syntax.ts';
import type { Syntax } from './syntax.ts';
import { scanTokens } from './tokens.ts';

/** A part of a filter that all spans must meet. */
export interface FilterPart {
  text: string;
  /** Without parentheses `and` would tear it apart. */
  isAlternative: boolean;
}

/** The conditions that a filter joins by `and`, as they are written; one that cannot be read is a single part, a blank one has none. */
export function splitFilter(text: string): FilterPart[] {
  try {
    const syntax = readSyntax(text);
    return syntax ? listParts(text, syntax) : [];
  } catch (error) {
    if (error instanceof Failure) {
      return [{ text: text.trim(), isAlternative: false }];
    }
    throw error;
  }
}

function listParts(text: string, syntax: Syntax): FilterPart[] {
  if (syntax.kind === 'logic' && syntax.operator === 'and') {
    return syntax.operands.flatMap(operand => listParts(text, operand));
  }
  return [{ text: cutWhole(text, syntax), isAlternative: syntax.kind === 'logic' }];
}

/** What is written there, with the parentheses that begin or end within it: a range of operands leaves out those around the operands. */
function cutWhole(text: string, { from, to }: TextRange): string {
  const { tokens } = scanTokens(text);
  const steps = tokens
    .filter(token => token.from >= from && token.to <= to)
    .map(token => (token.text === '(' ? 1 : token.text === ')' ? -1 : 0));
  let depth = 0;
  let missing = 0;
  for (const step of steps) {
    depth += step;
    missing = Math.max(missing, -depth);
  }
  const before = tokens.filter(token => token.text === '(' && token.to <= from);
  const behind = tokens.filter(token => token.text === ')' && token.from >= to);
  const start = missing > 0 ? (before.at(-missing)?.from ?? from) : from;
  const open = depth + missing;
  return text.slice(start, open > 0 ? (behind[open - 1]?.to ?? to) : to);
}

/** The filter that demands all of the parts. */
export function joinFilter(parts: readonly FilterPart[]): string {
  return parts
    .map(({ text, isAlternative }) => (isAlternative && parts.length > 1 ? `(${text})` : text))
    .join(' and ');
}
