import { expect, test } from 'vitest';
import { BUILT_IN_PRICES } from './built-in-prices.ts';
import { PriceList } from './price-list.ts';

const MILLION = { prompt: 1_000_000, completion: 1_000_000, cacheRead: 0, cacheWrite: 0 };

test.each([
  ['gpt-4o', 12.5],
  ['gpt-4o-2024-08-06', 12.5],
  ['openai/gpt-4o-mini', 0.75],
  ['gpt-4.1-nano-2025-04-14', 0.5],
  ['gpt-4-0613', 90],
  ['claude-3-5-sonnet-20241022', 18],
  ['claude-sonnet-4-5-20250929', 18],
  ['claude-opus-4-5', 30],
  ['anthropic.claude-3-haiku', null],
  ['my-own-model', null]
])('a million tokens each way of %s cost %s dollars', (model, dollars) => {
  expect(new PriceList(BUILT_IN_PRICES).measureCost(model, MILLION)).toBe(dollars);
});

test('tokens of the cache have their own price and are part of the prompt', () => {
  const prices = new PriceList([
    { pattern: 'm', prompt: 10, completion: 20, cacheRead: 1, cacheWrite: 12 }
  ]);
  const tokens = { prompt: 1000, completion: 100, cacheRead: 600, cacheWrite: 100 };
  expect(prices.measureCost('m', tokens)).toBeCloseTo(
    (300 * 10 + 600 * 1 + 100 * 12 + 100 * 20) / 1e6,
    12
  );
});

test('tokens of the cache that are counted beside the prompt do not make it negative', () => {
  const prices = new PriceList([{ pattern: 'm', prompt: 10, completion: 0, cacheRead: 1 }]);
  const tokens = { prompt: 10, completion: 0, cacheRead: 600, cacheWrite: 0 };
  expect(prices.measureCost('m', tokens)).toBeCloseTo(0.0006, 12);
});

test("the user's prices come before those built in", () => {
  const own = [{ pattern: 'gpt-4o', prompt: 1, completion: 1 }];
  expect(new PriceList(own, BUILT_IN_PRICES).measureCost('gpt-4o', MILLION)).toBe(2);
});
