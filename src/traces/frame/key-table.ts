interface Entry<Value> {
  key: Buffer;
  value: Value;
  /** Another key of the same hash. */
  next: Entry<Value> | undefined;
}

/** What belongs to keys, found by their bytes: no text is made of them. */
export class KeyTable<Value> {
  readonly #entries = new Map<number, Entry<Value>>();

  find(bytes: Buffer, from: number, to: number): Value | undefined {
    let entry = this.#entries.get(hash(bytes, from, to));
    while (entry && !isAt(bytes, from, to, entry.key)) {
      entry = entry.next;
    }
    return entry?.value;
  }

  add(key: Buffer, value: Value): Value {
    const at = hash(key, 0, key.length);
    this.#entries.set(at, { key, value, next: this.#entries.get(at) });
    return value;
  }
}

/** FNV-1a, which a small integer holds. */
function hash(bytes: Buffer, from: number, to: number): number {
  let mixed = 0x811c9dc5 | 0;
  for (let i = from; i < to; i++) {
    mixed = Math.imul(mixed ^ (bytes[i] ?? 0), 0x01000193);
  }
  return mixed >> 1;
}

function isAt(bytes: Buffer, from: number, to: number, key: Buffer): boolean {
  if (to - from !== key.length) {
    return false;
  }
  for (let i = 0; i < key.length; i++) {
    if (bytes[from + i] !== key[i]) {
      return false;
    }
  }
  return true;
}
