import { Failure } from '../contract/failures.ts';
import { fromDouble, fromInteger, type Double } from '../contract/attribute-value.ts';

/** Kinds of fields on the wire, the low three bits of a tag (protobuf encoding, "message structure"). */
export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;
const START_GROUP = 3;
const END_GROUP = 4;
const FIXED32 = 5;

/** Groups are obsolete; a few may be skipped, a tower of them is no request. */
const MAX_GROUP_DEPTH = 100;

/** A cursor over protobuf bytes. Every read checks the end of the body; nothing is read twice and nothing is trusted. */
export class Wire {
  readonly bytes: Uint8Array;
  /** Offset of the next byte. */
  at = 0;
  readonly #view: DataView;
  #partsLeft: number;

  constructor(bytes: Uint8Array, maxParts: number) {
    this.bytes = bytes;
    this.#partsLeft = maxParts;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** A varint of up to 32 bits; the bits above are dropped, as protobuf does with tags, enums and lengths. */
  readVarint(): number {
    const { bytes } = this;
    let byte = bytes[this.at];
    if (byte !== undefined && byte < 0x80) {
      this.at++;
      return byte;
    }
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      byte = bytes[this.at++];
      if (byte === undefined) {
        throw malformed(bytes.length, 'it ends in the middle of a number');
      }
      if (shift < 32) {
        value |= (byte & 0x7f) << shift;
      }
      if (byte < 0x80) {
        return value >>> 0;
      }
    }
    throw malformed(this.at, 'a number has more than 10 bytes');
  }

  /** A signed integer of 64 bits. */
  readInt64(): number | bigint {
    const { bytes } = this;
    const start = this.at;
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 7; i++) {
      const byte = bytes[this.at++];
      if (byte === undefined) {
        throw malformed(bytes.length, 'it ends in the middle of a number');
      }
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        return value;
      }
      scale *= 128;
    }
    this.at = start;
    return this.#readLongInt64();
  }

  #readLongInt64(): number | bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) {
        throw malformed(this.bytes.length, 'it ends in the middle of a number');
      }
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) {
        return fromInteger(BigInt.asIntN(64, value));
      }
    }
    throw malformed(this.at, 'a number has more than 10 bytes');
  }

  readFixed64(): bigint {
    const from = this.#take(8);
    return this.#view.getBigUint64(from, true);
  }

  readDouble(): number | Double {
    const from = this.#take(8);
    return fromDouble(this.#view.getFloat64(from, true));
  }

  /** Reads a length and returns where the bytes that follow it end; the cursor stands at their beginning. `limit` is the end of the message around them. */
  openBytes(limit: number): number {
    if (--this.#partsLeft < 0) {
      throw tooManyParts();
    }
    const length = this.readVarint();
    const end = this.at + length;
    if (end > limit) {
      throw malformed(this.at, `a field of ${length} bytes does not fit into its message`);
    }
    return end;
  }

  /** Skips the value of a field that nobody reads. */
  skip(tag: number, limit: number): void {
    let depth = 0;
    for (let next = tag; ; next = this.readVarint()) {
      if (next >>> 3 === 0) {
        throw malformed(this.at, 'a field has the number 0');
      }
      depth += this.#skipOne(next & 7, limit);
      if (depth > MAX_GROUP_DEPTH) {
        throw malformed(this.at, `groups are nested more than ${MAX_GROUP_DEPTH} deep`);
      }
      if (depth < 0) {
        throw malformed(this.at, 'a group ends that never began');
      }
      if (depth === 0) {
        return;
      }
    }
  }

  /** Says that a message which ends at `end` has been read: no field may have reached beyond. */
  close(end: number): void {
    if (this.at !== end) {
      throw malformed(this.at, 'a field does not fit into its message');
    }
  }

  /** Returns how many groups it opened, −1 when it closed one. */
  #skipOne(kind: number, limit: number): number {
    switch (kind) {
      case VARINT:
        this.readVarint();
        return 0;
      case FIXED64:
        this.#take(8);
        return 0;
      case BYTES:
        this.at = this.openBytes(limit);
        return 0;
      case START_GROUP:
        return 1;
      case END_GROUP:
        return -1;
      case FIXED32:
        this.#take(4);
        return 0;
      default:
        throw malformed(this.at, `a field has the unknown wire type ${kind}`);
    }
  }

  #take(count: number): number {
    const from = this.at;
    if (from + count > this.bytes.length) {
      throw malformed(this.bytes.length, 'it ends in the middle of a number');
    }
    this.at = from + count;
    return from;
  }
}

export function tooManyParts(): Failure {
  return new Failure('otlp/too-large', 'Cannot take a request of so many small parts', {
    hint: 'Make the batches of the exporter smaller'
  });
}

function malformed(at: number, fault: string): Failure {
  return new Failure(
    'otlp/malformed',
    `Cannot read the spans at byte ${at} of the body: ${fault}`,
    {
      hint: 'Send an ExportTraceServiceRequest of OTLP, encoded as protobuf'
    }
  );
}
