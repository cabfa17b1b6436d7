export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;
export const COMMA = 0x2c;
export const OBJECT = 0x7b;
export const OBJECT_END = 0x7d;
export const LIST = 0x5b;
const LIST_END = 0x5d;

/** Ends that are near are looked for byte by byte: most texts are short, and a call costs as much. */
const NEAR = 24;

/** Finds where texts and values of JSON end that was written without spaces, in ascending order, and reads nothing else. Throws `SyntaxError` where nothing ends. */
export class JsonScanner {
  readonly json: Buffer;
  /** The first backslash behind where it was asked for. */
  #escape = -1;

  constructor(json: Buffer) {
    this.json = json;
  }

  /** The quote that ends the text whose first character is at `from`. */
  findTextEnd(from: number): number {
    const { json } = this;
    const near = Math.min(from + NEAR, json.length);
    for (let at = from; at < near; at++) {
      const byte = json[at];
      if (byte === QUOTE) {
        return at;
      }
      if (byte === BACKSLASH) {
        return this.#stepToEnd(at);
      }
    }
    const end = json.indexOf(QUOTE, near);
    if (this.#escape < near) {
      const found = json.indexOf(BACKSLASH, near);
      this.#escape = found < 0 ? Infinity : found;
    }
    // A text that has one has more of them.
    return this.#escape < end ? this.#stepToEnd(this.#escape) : end >= 0 ? end : endless();
  }

  #stepToEnd(from: number): number {
    const { json } = this;
    const { length } = json;
    for (let at = from; at < length; at++) {
      const byte = json[at];
      if (byte === QUOTE) {
        return at;
      }
      if (byte === BACKSLASH) {
        at++;
      }
    }
    return endless();
  }

  /** The place behind the value that begins at `from`. */
  findValueEnd(from: number): number {
    const { json } = this;
    const first = json[from];
    if (first === QUOTE) {
      return this.findTextEnd(from + 1) + 1;
    }
    if (first === OBJECT || first === LIST) {
      return this.#findNestedEnd(from);
    }
    const { length } = json;
    let at = from;
    while (at < length && !endsValue(json[at])) {
      at++;
    }
    return at;
  }

  #findNestedEnd(from: number): number {
    const { json } = this;
    const { length } = json;
    let depth = 0;
    for (let at = from; at < length; at++) {
      const byte = json[at];
      if (byte === QUOTE) {
        at = this.findTextEnd(at + 1);
      } else if (byte === OBJECT || byte === LIST) {
        depth++;
      } else if ((byte === OBJECT_END || byte === LIST_END) && --depth === 0) {
        return at + 1;
      }
    }
    return endless();
  }
}

function endsValue(byte: number | undefined): boolean {
  return byte === COMMA || byte === OBJECT_END || byte === LIST_END;
}

function endless(): never {
  throw new SyntaxError('Cannot read the attributes of a span: a value does not end');
}
