/** Throws RangeError unless 0 ≤ minDist ≤ spread. */
export function refuseMinDist(minDist: number, spread = 1): void {
  if (!(minDist >= 0 && minDist <= spread && spread > 0)) {
    throw new RangeError(
      `Cannot lay out with a minimum distance of ${minDist}: 0 to ${spread}, the spread, is allowed`
    );
  }
}
