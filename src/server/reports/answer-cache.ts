/** Answers by request, within a number of bytes; the least recently used go first. */
export class AnswerCache {
  readonly #maxBytes: number;
  readonly #entries = new Map<string, { answer: unknown; bytes: number }>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): { answer: unknown } | undefined {
    const entry = this.#entries.get(key);
    if (entry) {
      // Set again at the end: the first is the one that was not used for longest.
      this.#entries.delete(key);
      this.#entries.set(key, entry);
    }
    return entry;
  }

  /** `bytes`: about what the answer takes. One that would push out more than half of the others is not kept. */
  set(key: string, answer: unknown, bytes: number): void {
    this.#remove(key);
    const size = bytes + 2 * key.length;
    if (size > this.#maxBytes / 2) {
      return;
    }
    this.#entries.set(key, { answer, bytes: size });
    this.#bytes += size;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#maxBytes) {
        return;
      }
      this.#remove(oldest);
    }
  }

  #remove(key: string): void {
    const entry = this.#entries.get(key);
    if (entry) {
      this.#entries.delete(key);
      this.#bytes -= entry.bytes;
    }
  }
}
