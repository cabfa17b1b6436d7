import { Failure, type FailureCode } from '../contract/failures.ts';
import type { LoadedDataset } from './dataset.ts';
import { parseTime } from './parse-time.ts';

/** Unix milliseconds of an end of a time range that a request gives. */
export function readInstant(text: string, code: FailureCode): number {
  const time = parseTime(text);
  if (!time) {
    throw new Failure(
      code,
      `Cannot read the end of a time range ${JSON.stringify(text)}: ISO 8601 is needed, such as "2024-05-31T12:00:00Z"`
    );
  }
  return time.seconds * 1000 + time.nanos / 1e6;
}

/** The first row at or after an instant; rows without a time are in no range and come after all of them. */
export function findFirstRow(
  { times, rowCount, rowsWithoutTime }: LoadedDataset,
  ms: number
): number {
  let low = 0;
  let high = rowCount - rowsWithoutTime;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) < ms) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
