import type { AttributeValue } from '../contract/attribute-value.ts';
import type { AttributeKey } from './attribute-key.ts';

/** The attributes of one span as they were sent, key by key; used again for the next. */
export class FlatAttributes {
  readonly keys: AttributeKey[] = [];
  readonly values: AttributeValue[] = [];
  count = 0;
  /** Attributes without a value: they cost time like others. */
  empty = 0;
  readonly #fixed = new Set<AttributeKey>();

  clear(): void {
    this.count = 0;
    this.empty = 0;
    this.#fixed.clear();
  }

  /** Adds what no other value of the key may replace, whichever comes first. */
  fix(key: AttributeKey, value: AttributeValue): void {
    this.#fixed.delete(key);
    this.add(key, value);
    this.#fixed.add(key);
  }

  add(key: AttributeKey, value: AttributeValue): void {
    if (this.#fixed.size > 0 && this.#fixed.has(key)) {
      return;
    }
    this.keys[this.count] = key;
    this.values[this.count] = value;
    this.count++;
  }
}
