/** Categories of rows as numbers from 1 on, 0 for none, in the narrowest type that holds them. */
export type Codes = Uint8Array | Uint16Array | Int32Array;

/** Codes for `count` categories and for none. */
export function createCodes(length: number, count: number): Codes {
  return count < 2 ** 8
    ? new Uint8Array(length)
    : count < 2 ** 16
      ? new Uint16Array(length)
      : new Int32Array(length);
}

/** The same codes of `count` categories without the bytes that none of them needs. */
export function narrowCodes(codes: Codes, count: number): Codes {
  const narrow = createCodes(0, count).constructor as new (codes: Codes) => Codes;
  return codes instanceof narrow ? codes : new narrow(codes);
}
