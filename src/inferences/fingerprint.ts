const SAMPLES = 4096;
const TAIL_WORDS = 2048;

/** FNV-1a over 32-bit words (Fowler, Noll, Vo): the length, words spread over the bytes, and all of their end. */
export function fingerprint(bytes: ArrayBuffer | SharedArrayBuffer, salt: string): number {
  const words = new Uint32Array(bytes, 0, Math.floor(bytes.byteLength / 4));
  let hash = 0x811c9dc5;
  const add = (word: number) => {
    hash = Math.imul(hash ^ word, 0x01000193) >>> 0;
  };
  add(bytes.byteLength);
  for (let i = 0; i < salt.length; i++) {
    add(salt.charCodeAt(i));
  }
  const step = Math.max(1, Math.floor(words.length / SAMPLES));
  for (let i = 0; i < words.length; i += step) {
    add(words[i] ?? 0);
  }
  for (let i = Math.max(0, words.length - TAIL_WORDS); i < words.length; i++) {
    add(words[i] ?? 0);
  }
  return hash;
}
