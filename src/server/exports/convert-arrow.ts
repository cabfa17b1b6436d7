import { openTable } from '../../arrow/arrow-file.ts';
import { toCsv } from '../../inferences/to-csv.ts';
import { toParquet } from '../../inferences/to-parquet.ts';

/** An exported Arrow file in another format. */
export function convertArrow(
  file: Uint8Array,
  format: 'parquet' | 'csv'
): Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> {
  const table = openTable(file);
  return format === 'parquet' ? toParquet(table) : streamText(toCsv(table));
}

function streamText(blocks: Iterator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull: controller => {
      const next = blocks.next();
      if (next.done) {
        controller.close();
      } else {
        controller.enqueue(encoder.encode(next.value));
      }
    }
  });
}
