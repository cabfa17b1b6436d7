/**
 * Binary answers carry a JSON header and typed sections, so that points never travel as JSON.
 *
 * Layout: u32 little-endian byte length of the header, the header as UTF-8 JSON padded with spaces, then each
 * section padded with zeros; header end and every section end are multiples of 8 bytes, so that a reader can
 * lay typed arrays over the buffer without copying.
 */
export type Section =
  Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

// Node, Deno and browsers share these two; the room is compiled without the types of any of them.
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  decode(bytes: Uint8Array): string;
}

const TYPES = {
  u8: Uint8Array,
  u16: Uint16Array,
  u32: Uint32Array,
  i32: Int32Array,
  f32: Float32Array,
  f64: Float64Array
};
type SectionType = keyof typeof TYPES;

interface SectionEntry {
  name: string;
  type: SectionType;
  length: number;
}

export const FRAME_MIME = 'application/vnd.phoenix.frame';

const align = (bytes: number) => Math.ceil(bytes / 8) * 8;

function typeOf(section: Section): SectionType {
  const found = Object.entries(TYPES).find(([, type]) => section instanceof type);
  if (!found) {
    throw new TypeError('Cannot frame a section that is not a typed array');
  }
  return found[0] as SectionType;
}

/** Joins a JSON header and named typed arrays into one buffer. */
export function encodeFrame(
  header: object,
  sections: Readonly<Record<string, Section>>
): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(sections).map(([name, section]) => ({
    entry: { name, type: typeOf(section), length: section.length } satisfies SectionEntry,
    section
  }));
  const json = new TextEncoder().encode(
    JSON.stringify({ header, sections: entries.map(({ entry }) => entry) })
  );
  const start = align(4 + json.length);
  const bytes = new Uint8Array(
    entries.reduce((end, { section }) => end + align(section.byteLength), start)
  );
  new DataView(bytes.buffer).setUint32(0, start - 4, true);
  bytes.fill(0x20, 4, start);
  bytes.set(json, 4);
  let offset = start;
  for (const { section } of entries) {
    bytes.set(new Uint8Array(section.buffer, section.byteOffset, section.byteLength), offset);
    offset += align(section.byteLength);
  }
  return bytes;
}

/** Reads what {@link encodeFrame} wrote; sections are views on `buffer`. Throws RangeError on a torn frame. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows which answer it reads
export function decodeFrame<Header>(buffer: ArrayBuffer): {
  header: Header;
  sections: ReadonlyMap<string, Section>;
} {
  if (buffer.byteLength < 8) {
    throw new RangeError(
      `Cannot read a frame of ${buffer.byteLength} bytes: at least 8 are needed`
    );
  }
  const headerBytes = new DataView(buffer).getUint32(0, true);
  if (4 + headerBytes > buffer.byteLength) {
    throw new RangeError(`Cannot read a frame: its header of ${headerBytes} bytes is cut off`);
  }
  const { header, sections: entries } = JSON.parse(
    new TextDecoder().decode(new Uint8Array(buffer, 4, headerBytes))
  ) as { header: Header; sections: SectionEntry[] };
  const sections = new Map<string, Section>();
  let offset = 4 + headerBytes;
  for (const { name, type, length } of entries) {
    const section = new TYPES[type](buffer, offset, length);
    sections.set(name, section);
    offset += align(section.byteLength);
  }
  return { header, sections };
}
