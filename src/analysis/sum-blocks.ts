/** Numbers summed one after the other before they join the whole sum, so that its error hardly grows with their count. */
const BLOCK = 1024;

/** Sum in blocks: after a million numbers the error is that of some two thousand. */
export function sumBlocks(values: Float64Array): number {
  let sum = 0;
  for (let start = 0; start < values.length; start += BLOCK) {
    const end = Math.min(values.length, start + BLOCK);
    let block = 0;
    for (let i = start; i < end; i++) {
      block += values[i];
    }
    sum += block;
  }
  return sum;
}
