const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Width and height stand in the first chunk: 4 bytes of length, `IHDR`, and two big-endian numbers. */
const WIDTH_AT = 16;

/** Whether bytes begin as a PNG of at most `maxSide` pixels on each side. */
export function isPng(bytes: Uint8Array, maxSide: number): boolean {
  if (bytes.length < WIDTH_AT + 8 || SIGNATURE.some((byte, i) => bytes[i] !== byte)) {
    return false;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return [view.getUint32(WIDTH_AT), view.getUint32(WIDTH_AT + 4)].every(
    side => side > 0 && side <= maxSide
  );
}
