import { writeAttributeJson } from '../contract/attribute-json.ts';
import { type AttributeObject, Double, getProperty } from '../contract/attribute-value.ts';
import type { Span } from '../contract/span.ts';
import { countTokens, measureLatencyUs, type TokenCounts } from '../contract/span-measures.ts';
import type { PriceList } from './price-list.ts';

/** What is kept of a span in columns of its own, because tables sort, filter and add it up. */
export interface SpanColumns extends TokenCounts {
  latencyUs: number | null;
  /** US dollars; null for spans that are no model call, or of a model without a price. */
  cost: number | null;
  model: string | null;
  sessionId: string | null;
  userId: string | null;
  documents: number;
}

export function toColumns(span: Span, prices: PriceList): SpanColumns {
  const { attributes } = span;
  const model =
    readText(attributes, 'llm', 'model_name') ?? readText(attributes, 'embedding', 'model_name');
  const tokens = countTokens(attributes);
  return {
    ...tokens,
    latencyUs: clamp(measureLatencyUs(span)),
    cost: span.kind === 'LLM' ? measureCost(attributes, model, tokens, prices) : null,
    model,
    sessionId: readText(attributes, 'session', 'id'),
    userId: readText(attributes, 'user', 'id'),
    documents: countDocuments(attributes)
  };
}

/** Clocks that are centuries apart give more microseconds than a double counts. */
function clamp(latencyUs: number | null): number | null {
  return latencyUs === null
    ? null
    : Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, latencyUs));
}

/** A cost that the sender reports wins over the price list. */
function measureCost(
  attributes: AttributeObject,
  model: string | null,
  tokens: TokenCounts,
  prices: PriceList
): number | null {
  const given = readNumber(attributes, 'llm', 'cost', 'total');
  if (given !== null) {
    return given;
  }
  if (model === null || (tokens.prompt === null && tokens.completion === null)) {
    return null;
  }
  return prices.measureCost(model, {
    prompt: tokens.prompt ?? 0,
    completion: tokens.completion ?? 0,
    cacheRead: readNumber(attributes, 'llm', 'token_count', 'prompt_details', 'cache_read') ?? 0,
    cacheWrite: readNumber(attributes, 'llm', 'token_count', 'prompt_details', 'cache_write') ?? 0
  });
}

function countDocuments(attributes: AttributeObject): number {
  const retrieved = getProperty(getProperty(attributes, 'retrieval'), 'documents');
  const reranked = getProperty(getProperty(attributes, 'reranker'), 'output_documents');
  const documents = retrieved ?? reranked;
  return Array.isArray(documents) ? documents.length : 0;
}

function readAt(attributes: AttributeObject, path: readonly string[]) {
  return path.reduce<ReturnType<typeof getProperty>>(getProperty, attributes);
}

/** Trimmed; numbers, True and False as text; null when empty. */
function readText(attributes: AttributeObject, ...path: string[]): string | null {
  const value = readAt(attributes, path) ?? '';
  const isScalar = value instanceof Double || !(typeof value === 'object' || Number.isNaN(value));
  const text = typeof value === 'string' ? value.trim() : isScalar ? writeAttributeJson(value) : '';
  return text === '' ? null : text;
}

function readNumber(attributes: AttributeObject, ...path: string[]): number | null {
  const value = readAt(attributes, path);
  const number = value instanceof Double ? value.value : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}
