/** What one request may hold; the size of its body is limited where it is received. */
export interface OtlpLimits {
  /** A request with more is refused. */
  maxSpans: number;
  /** Per span, kvlists counted by their leaves; events and links have the same limit each. A span with more is refused alone. */
  maxAttributes: number;
  maxEvents: number;
  maxLinks: number;
  /** Levels of arrays and kvlists within a value. */
  maxDepth: number;
  /** Fields with bytes of their own in protobuf, objects, lists and commas in JSON; a request with more is refused before it fills the memory. */
  maxParts: number;
}

export const DEFAULT_LIMITS: OtlpLimits = {
  maxSpans: 100_000,
  maxAttributes: 20_000,
  maxEvents: 10_000,
  maxLinks: 10_000,
  maxDepth: 64,
  // Doubles of vectors are the smallest parts that anybody means: 11 bytes each, of 64 MB.
  maxParts: 6 << 20
};
