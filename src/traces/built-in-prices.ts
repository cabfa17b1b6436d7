import type { ModelPrice } from '../contract/traces.ts';

const price = (
  pattern: string,
  prompt: number,
  completion: number,
  cacheRead?: number,
  cacheWrite?: number
): ModelPrice => ({
  pattern: `(?:.*/)?${pattern}`,
  prompt,
  completion,
  ...(cacheRead === undefined ? {} : { cacheRead }),
  ...(cacheWrite === undefined ? {} : { cacheWrite })
});

/** A dated release of a model, such as `-2025-04-14` or `-20250514`, or `-latest`. */
const DATED = '(?:-\\d{4}-?\\d{2}-?\\d{2}|-latest)?(?:@.*|:.*)?';

/**
 * List prices in US dollars per million tokens, as their makers published them for plain requests by the end of 2025. Prices change: a list of the
 * user's own comes first.
 */
export const BUILT_IN_PRICES: readonly ModelPrice[] = [
  price(`gpt-5(?:\\.\\d)?-nano${DATED}`, 0.05, 0.4, 0.005),
  price(`gpt-5(?:\\.\\d)?-mini${DATED}`, 0.25, 2, 0.025),
  price(`gpt-5(?:\\.\\d)?(?:-chat)?${DATED}`, 1.25, 10, 0.125),
  price(`gpt-4\\.1-nano${DATED}`, 0.1, 0.4, 0.025),
  price(`gpt-4\\.1-mini${DATED}`, 0.4, 1.6, 0.1),
  price(`gpt-4\\.1${DATED}`, 2, 8, 0.5),
  price(`gpt-4o-mini${DATED}`, 0.15, 0.6, 0.075),
  price(`(?:chat)?gpt-4o${DATED}`, 2.5, 10, 1.25),
  price(`gpt-4-turbo(?:-preview)?${DATED}`, 10, 30),
  price(`gpt-4(?:-\\d{4})?`, 30, 60),
  price(`gpt-3\\.5-turbo(?:-\\d{4})?`, 0.5, 1.5),
  price(`o4-mini${DATED}`, 1.1, 4.4, 0.275),
  price(`o3-mini${DATED}`, 1.1, 4.4, 0.55),
  price(`o3${DATED}`, 2, 8, 0.5),
  price(`o1-mini${DATED}`, 1.1, 4.4, 0.55),
  price(`o1${DATED}`, 15, 60, 7.5),
  price(`claude-opus-4-5${DATED}`, 5, 25, 0.5, 6.25),
  price(`claude-(?:3-opus|opus-4(?:-\\d)?)${DATED}`, 15, 75, 1.5, 18.75),
  price(`claude-(?:3-[57]-sonnet|sonnet-4(?:-\\d)?)${DATED}`, 3, 15, 0.3, 3.75),
  price(`claude-haiku-4-5${DATED}`, 1, 5, 0.1, 1.25),
  price(`claude-3-5-haiku${DATED}`, 0.8, 4, 0.08, 1),
  price(`claude-3-haiku${DATED}`, 0.25, 1.25, 0.03, 0.3),
  price('gemini-2\\.5-pro.*', 1.25, 10),
  price('gemini-2\\.5-flash-lite.*', 0.1, 0.4),
  price('gemini-2\\.5-flash.*', 0.3, 2.5),
  price('gemini-2\\.0-flash-lite.*', 0.075, 0.3),
  price('gemini-2\\.0-flash.*', 0.1, 0.4),
  price('gemini-1\\.5-pro.*', 1.25, 5),
  price('gemini-1\\.5-flash.*', 0.075, 0.3),
  price('mistral-large.*', 2, 6),
  price('mistral-small.*', 0.1, 0.3),
  price('deepseek-(?:chat|v3).*', 0.27, 1.1, 0.07),
  price('deepseek-(?:reasoner|r1).*', 0.55, 2.19, 0.14),
  price('command-r-plus.*', 2.5, 10),
  price('command-r.*', 0.15, 0.6)
];
