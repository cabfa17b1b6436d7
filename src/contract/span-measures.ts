import {
  Double,
  getProperty,
  type AttributeObject,
  type AttributeValue
} from './attribute-value.ts';

/** End minus start in whole microseconds, negative when the clock ran backwards; null while the span is running. */
export function measureLatencyUs({
  startNs,
  endNs
}: {
  startNs: bigint;
  endNs: bigint | null;
}): number | null {
  return endNs === null ? null : Number((endNs - startNs) / 1000n);
}

export interface TokenCounts {
  prompt: number | null;
  completion: number | null;
  /** Prompt plus completion when both are given, else the total that was given, else the one of them. */
  total: number | null;
}

/** The tokens a span itself reports; what is not a finite number counts as not reported. */
export function countTokens(attributes: AttributeObject): TokenCounts {
  const counts = getProperty(getProperty(attributes, 'llm'), 'token_count');
  const prompt = toCount(getProperty(counts, 'prompt'));
  const completion = toCount(getProperty(counts, 'completion'));
  const given = toCount(getProperty(counts, 'total'));
  const isWhole = prompt !== null && completion !== null;
  const total = isWhole ? prompt + completion : (given ?? prompt ?? completion);
  return { prompt, completion, total };
}

function toCount(value: AttributeValue | undefined): number | null {
  const count =
    typeof value === 'bigint' ? Number(value) : value instanceof Double ? value.value : value;
  return typeof count === 'number' && Number.isFinite(count) ? count : null;
}
