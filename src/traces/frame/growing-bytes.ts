/** So few bytes are copied in a loop: a call costs as much. */
const SHORT = 16;
/** From here on memory is given back when it was not needed. */
const LARGE = 2 ** 20;

/** Bytes that grow at their end. */
export class GrowingBytes {
  bytes: Buffer<ArrayBuffer>;
  length = 0;

  constructor(capacity: number) {
    this.bytes = Buffer.allocUnsafeSlow(capacity);
  }

  pushByte(byte: number): void {
    this.#makeRoom(1);
    this.bytes[this.length++] = byte;
  }

  push(source: Uint8Array, from: number, to: number): void {
    const count = to - from;
    this.#makeRoom(count);
    const { bytes, length } = this;
    if (count < SHORT) {
      for (let i = 0; i < count; i++) {
        bytes[length + i] = source[from + i] ?? 0;
      }
    } else {
      bytes.set(source.subarray(from, to), length);
    }
    this.length = length + count;
  }

  /** UTF-8; short ASCII, as ids are, without a call. */
  pushText(text: string): void {
    // A UTF-16 unit takes at most three bytes.
    this.#makeRoom(3 * text.length);
    const { bytes, length } = this;
    if (text.length > 2 * SHORT) {
      this.length += bytes.write(text, length);
      return;
    }
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) {
        this.length += bytes.write(text, length);
        return;
      }
      bytes[length + i] = code;
    }
    this.length += text.length;
  }

  /** Moves bytes towards the front. */
  move(to: number, from: number, end: number): void {
    const { bytes } = this;
    if (end - from < SHORT) {
      for (let i = from, at = to; i < end; i++, at++) {
        bytes[at] = bytes[i] ?? 0;
      }
    } else {
      bytes.copyWithin(to, from, end);
    }
  }

  /** Begins anew; what was there is overwritten. */
  clear(): void {
    const capacity = this.bytes.length;
    if (capacity > LARGE && this.length < capacity / 4) {
      this.bytes = Buffer.allocUnsafeSlow(LARGE);
    }
    this.length = 0;
  }

  #makeRoom(count: number): void {
    const needed = this.length + count;
    if (needed > this.bytes.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(2 * this.bytes.length, needed));
      grown.set(this.bytes.subarray(0, this.length));
      this.bytes = grown;
    }
  }
}
