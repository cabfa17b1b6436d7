import { openTable, toArrowFile } from '../../arrow/arrow-file.ts';

/** A frame of spans, which comes as a stream, as a file. */
export function toSpansFile(stream: Uint8Array): Uint8Array<ArrayBuffer> {
  return toArrowFile(openTable(stream));
}
