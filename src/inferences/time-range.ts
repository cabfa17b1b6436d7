import { Failure, type FailureCode } from '../contract/failures.ts';
import type { LoadedDataset } from './dataset.ts';
import { createLocalShift } from './local-time.ts';
import { parseTime } from './parse-time.ts';

/** Unix milliseconds of an end of a time range that a request gives; without a zone it is wall-clock time here (§6.2). */
export function readInstant(text: string, code: FailureCode): number {
  const time = parseTime(text);
  if (!time) {
    throw new Failure(
      code,
      `Cannot read the end of a time range ${JSON.stringify(text)}: ISO 8601 is needed, such as "2024-05-31T12:00:00Z"`
    );
  }
  const ms = time.seconds * 1000 + time.nanos / 1e6;
  return time.zoned ? ms : ms + createLocalShift()(ms);
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
