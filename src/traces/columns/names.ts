/** Code of a name that is not kept, because there are too many. */
export const UNKNOWN_NAME = 0;

/** Programs have some hundreds of names; one that puts ids into them must not fill the memory. */
const MAX_NAMES = 50_000;

/** Names of spans as numbers, in the order they came. */
export class Names {
  readonly #texts: string[] = [''];
  readonly #codes = new Map<string, number>();

  /** How many codes there are. */
  get size(): number {
    return this.#texts.length;
  }

  /** Whether there may be spans of {@link UNKNOWN_NAME}. */
  get isFull(): boolean {
    return this.#texts.length > MAX_NAMES;
  }

  codeOf(name: string): number | undefined {
    return this.#codes.get(name);
  }

  textOf(code: number): string {
    return this.#texts[code] ?? '';
  }

  /** Codes of `from` and later. */
  since(from: number): string[] {
    return this.#texts.slice(from);
  }

  /** The new code of a name that has none. */
  add(name: string): number {
    if (this.isFull) {
      return UNKNOWN_NAME;
    }
    const code = this.#texts.push(name) - 1;
    this.#codes.set(name, code);
    return code;
  }

  /** Forgets the names of `size` and later codes. */
  cut(size: number): void {
    this.#texts.splice(size).forEach(name => this.#codes.delete(name));
  }
}
