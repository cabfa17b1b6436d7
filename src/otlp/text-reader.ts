/** Reads texts and ids out of one body of bytes. */
export interface TextReader {
  /** UTF-8; a fault becomes U+FFFD and is counted. */
  readText: (from: number, to: number) => string;
  /** Lower-case hex. */
  readHex: (from: number, to: number) => string;
  /** Texts with faults so far. */
  readonly faults: number;
}

/** The part of Node's Buffer that beats TextDecoder on the short texts spans are full of. */
interface SlicingBytes {
  utf8Slice(from: number, to: number): string;
  hexSlice(from: number, to: number): string;
}
interface SlicingBytesClass {
  from(buffer: ArrayBufferLike, offset: number, length: number): SlicingBytes;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const REPLACEMENT = '\uFFFD';
const REPLACEMENT_BYTES = [0xef, 0xbf, 0xbd] as const;

export function createTextReader(bytes: Uint8Array): TextReader {
  const slices = sliceWith(bytes);
  let faults = 0;
  return {
    get faults() {
      return faults;
    },
    readText(from, to) {
      const text = slices.utf8Slice(from, to);
      if (text.includes(REPLACEMENT) && countSent(bytes, from, to) < countShown(text)) {
        faults++;
      }
      return text;
    },
    readHex: (from, to) => slices.hexSlice(from, to)
  };
}

function sliceWith(bytes: Uint8Array): SlicingBytes {
  const { Buffer } = globalThis as { Buffer?: SlicingBytesClass };
  if (Buffer) {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return {
    utf8Slice: (from, to) => decoder.decode(bytes.subarray(from, to)),
    hexSlice: (from, to) => Array.from(bytes.subarray(from, to), byte => HEX[byte]).join('')
  };
}

/** How often the sender itself wrote U+FFFD. */
function countSent(bytes: Uint8Array, from: number, to: number): number {
  const [first, second, third] = REPLACEMENT_BYTES;
  let count = 0;
  for (let i = from; i + 2 < to; i++) {
    if (bytes[i] === first && bytes[i + 1] === second && bytes[i + 2] === third) {
      count++;
    }
  }
  return count;
}

function countShown(text: string): number {
  return text.split(REPLACEMENT).length - 1;
}
