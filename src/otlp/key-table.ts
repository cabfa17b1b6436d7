import { createKey, createRoot, type AttributeKey } from './attribute-key.ts';

/** The keys of a program come again with every span; a sender that invents new ones must not fill the memory. In characters, a step counted as 32. */
const MAX_WEIGHT = 4 << 20;
/** What the keys of one span may add to that. */
const MAX_SPAN_WEIGHT = 4 * MAX_WEIGHT;
/** A key is looked for by its bytes up to this length. */
const MAX_HASHED_BYTES = 256;
/** A power of two, far above the number of keys that programs use. */
const SLOTS = 1 << 14;

interface Slot {
  bytes: Uint8Array;
  key: AttributeKey;
  /** The one that was asked for after this one: the spans of a program have their keys in the same order. */
  next: Slot | undefined;
}

/** All keys in use, each cut at its dots once; found by text or, without decoding it, by its bytes. */
export class KeyTable {
  #root = createRoot();
  #byText = new Map<string, AttributeKey>();
  #slots = createSlots();
  #weight = 0;
  #last: Slot | undefined;

  /** Forgets all keys when there are too many. Call it between spans: keys of before and after do not nest together. */
  beginSpan(): void {
    if (this.#weight >= MAX_WEIGHT) {
      this.#root = createRoot();
      this.#byText = new Map();
      this.#slots = createSlots();
      this.#weight = 0;
      this.#last = undefined;
    }
  }

  /** Whether the span at hand has brought more new keys than fit into the memory. */
  get isFull(): boolean {
    return this.#weight > MAX_SPAN_WEIGHT;
  }

  findByText(text: string): AttributeKey {
    const found = this.#byText.get(text);
    if (found) {
      return found;
    }
    const key = createKey(text, this.#root);
    this.#byText.set(text, key);
    this.#weight += text.length + 32 * key.steps.length;
    return key;
  }

  /** `decode` is asked for the text when the bytes are new. */
  findByBytes(
    bytes: Uint8Array,
    from: number,
    to: number,
    decode: (from: number, to: number) => string
  ): AttributeKey {
    if (to - from > MAX_HASHED_BYTES) {
      return this.findByText(decode(from, to));
    }
    const expected = this.#last?.next;
    if (expected && equalBytes(expected.bytes, bytes, from, to)) {
      this.#last = expected;
      return expected.key;
    }
    const slot = this.#findSlot(bytes, from, to, decode);
    if (this.#last) {
      this.#last.next = slot;
    }
    this.#last = slot;
    return slot.key;
  }

  #findSlot(
    bytes: Uint8Array,
    from: number,
    to: number,
    decode: (from: number, to: number) => string
  ): Slot {
    const i = hashBytes(bytes, from, to) & (SLOTS - 1);
    const found = this.#slots[i];
    if (found && equalBytes(found.bytes, bytes, from, to)) {
      return found;
    }
    const key = this.findByText(decode(from, to));
    const slot = { bytes: bytes.slice(from, to), key, next: undefined };
    this.#slots[i] = slot;
    return slot;
  }
}

function createSlots(): (Slot | undefined)[] {
  return new Array<Slot | undefined>(SLOTS).fill(undefined);
}

/** FNV-1a of 32 bits, its high half mixed into the low one that is used. */
function hashBytes(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i++) {
    hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  }
  return hash ^ (hash >>> 15);
}

function equalBytes(known: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (known.length !== to - from) {
    return false;
  }
  for (let i = 0; i < known.length; i++) {
    if (known[i] !== bytes[from + i]) {
      return false;
    }
  }
  return true;
}
