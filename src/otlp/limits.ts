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
}

export const DEFAULT_LIMITS: OtlpLimits = {
  maxSpans: 100_000,
  maxAttributes: 20_000,
  maxEvents: 10_000,
  maxLinks: 10_000,
  maxDepth: 64
};
