/** The shortest decimal text that gives the same 32-bit float: 0.1, not 0.10000000149011612. */
export function formatFloat32(value: number): string {
  return String(shortenFloat32(value));
}

/** The double whose shortest text is the float's shortest text. */
export function shortenFloat32(value: number): number {
  if (!Number.isFinite(value)) {
    return value;
  }
  for (let digits = 7; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) {
      return short;
    }
  }
  return Number(value.toPrecision(9));
}

/** A float as Python writes it: at least one decimal, exponents from 1e16 on and below 1e-4. */
export function formatPythonFloat(value: number): string {
  if (Number.isNaN(value)) {
    return 'nan';
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? 'inf' : '-inf';
  }
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude >= 1e16 || magnitude < 1e-4)) {
    const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
    const digits = exponent.replace(/^[+-]/, '').padStart(2, '0');
    return `${mantissa}e${exponent.startsWith('-') ? '-' : '+'}${digits}`;
  }
  const text = Object.is(value, -0) ? '-0' : String(value);
  return text.includes('.') ? text : `${text}.0`;
}

/**
 * The one text per number that categories and labels are compared by (§14.4): 1, 1.0 and true are one value,
 * integers are exact beyond 2^53.
 */
export function formatCanonical(value: number | bigint): string {
  if (typeof value === 'bigint') {
    return value.toString();
  }
  if (value === Infinity || value === -Infinity) {
    return value > 0 ? 'inf' : '-inf';
  }
  // Every double from 2^53 up is an integer: written out, it equals the text of the same 64-bit integer.
  return Number.isInteger(value) && Math.abs(value) < 2 ** 64
    ? BigInt(value).toString()
    : String(value);
}
