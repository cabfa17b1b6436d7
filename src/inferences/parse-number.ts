const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;
const INFINITE = /^\s*([+-]?)inf(?:inity)?\s*$/i;

/** Numeric-looking text (§14.10); NaN for everything else, and for a number no double can hold. */
export function parseNumber(text: string): number {
  if (NUMBER.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : NaN;
  }
  const infinite = INFINITE.exec(text);
  return infinite ? (infinite[1] === '-' ? -Infinity : Infinity) : NaN;
}
