import type { ModelPrice } from '../contract/traces.ts';

export interface PricedTokens {
  /** All tokens of the prompt, those of the cache among them. */
  prompt: number;
  completion: number;
  cacheRead: number;
  cacheWrite: number;
}

const PER = 1_000_000;

/** What model calls cost. The user's prices come before those that are built in; within a list the first pattern that matches counts. */
export class PriceList {
  readonly #prices: { pattern: RegExp; price: ModelPrice }[];
  readonly #priceByModel = new Map<string, ModelPrice | null>();

  /** Throws SyntaxError for a pattern that is no regular expression. */
  constructor(...lists: readonly (readonly ModelPrice[])[]) {
    this.#prices = lists
      .flat()
      .map(price => ({ pattern: new RegExp(`^(?:${price.pattern})$`, 'iu'), price }));
  }

  /** US dollars; null for a model without a price. */
  measureCost(model: string, tokens: PricedTokens): number | null {
    const price = this.#find(model);
    if (!price) {
      return null;
    }
    const { prompt, completion, cacheRead, cacheWrite } = tokens;
    // Some senders count the tokens of the cache beside those of the prompt: then nothing is left of them to price.
    const plain = Math.max(0, prompt - cacheRead - cacheWrite);
    return (
      (plain * price.prompt +
        cacheRead * (price.cacheRead ?? price.prompt) +
        cacheWrite * (price.cacheWrite ?? price.prompt) +
        completion * price.completion) /
      PER
    );
  }

  #find(model: string): ModelPrice | null {
    let price = this.#priceByModel.get(model);
    if (price === undefined) {
      price = this.#prices.find(({ pattern }) => pattern.test(model))?.price ?? null;
      this.#priceByModel.set(model, price);
    }
    return price;
  }
}
