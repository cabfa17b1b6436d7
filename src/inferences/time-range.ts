import { Failure, type FailureCode } from '../contract/failures.ts';
import type { LoadedDataset } from './dataset.ts';
import { createLocalShift } from './local-time.ts';
import { parseTime } from './parse-time.ts';

/** Unix milliseconds, to the microsecond, of an end of a time range that a request gives; without a zone it is wall-clock time here (§6.2). */
export function readInstant(text: string, code: FailureCode): number {
  const time = parseTime(text);
  if (!time) {
    throw new Failure(
      code,
      `Cannot read the end of a time range ${JSON.stringify(text)}: ISO 8601 is needed, such as "2024-05-31T12:00:00Z"`
    );
  }
  const wallMs = time.seconds * 1000;
  const ms = time.zoned ? wallMs : wallMs + createLocalShift()(wallMs);
  // Rounded as the times of rows are, so that a row's own time finds it.
  return (ms * 1000 + Math.floor(time.nanos / 1000)) / 1000;
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
