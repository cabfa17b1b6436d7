import type { AttributeValue } from '../contract/attribute-value.ts';
import type { AttributeKey } from './attribute-key.ts';

/** The attributes of one span as they were sent, key by key; used again for the next. */
export class FlatAttributes {
  readonly keys: AttributeKey[] = [];
  readonly values: AttributeValue[] = [];
  count = 0;

  clear(): void {
    this.count = 0;
  }

  add(key: AttributeKey, value: AttributeValue): void {
    this.keys[this.count] = key;
    this.values[this.count] = value;
    this.count++;
  }
}
