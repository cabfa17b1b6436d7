/**
 * A schema message without fields. flechette 2.6.0 leaves out the vector of fields when it is empty, and pyarrow and
 * Arrow C++ refuse to read such a schema; these are the bytes that Arrow C++ writes.
 */
const SCHEMA = '/////zAAAAAQAAAAAAAKAAwABgAFAAgACgAAAAABBAAMAAAACAAIAAAABAAIAAAABAAAAAAAAAA=';
/** No message follows. */
const END = '/////wAAAAA=';
/** `ARROW1` and two bytes of padding. */
const MAGIC = 'QVJST1cxAAA=';
/** The schema once more, no blocks, the length of both, and `ARROW1`. */
const FOOTER =
  'EAAAAAwAFAAGAAgADAAQAAwAAAAAAAQAHAAAAAwAAAAEAAAAAAAAAAAAAAAIAAgAAAAEAAgAAAAEAAAAAAAAAEAAAABBUlJPVzE=';

/** Arrow IPC of a table that has no columns. */
export function createEmptyIpc(format: 'file' | 'stream'): Uint8Array<ArrayBuffer> {
  const parts = format === 'file' ? [MAGIC, SCHEMA, END, FOOTER] : [SCHEMA, END];
  const bytes = parts.map(part => atob(part)).join('');
  return Uint8Array.from(bytes, character => character.charCodeAt(0));
}
