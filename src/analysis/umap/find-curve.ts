import { findABParams } from 'umap-js/dist/umap.js';

/** Parameters of the similarity 1 / (1 + a·d^2b) of two points at distance d in the layout. */
export interface Curve {
  a: number;
  b: number;
}

/**
 * The smooth curve nearest to: 1 up to `minDist`, then exp(−(d − minDist) / spread) (McInnes, Healy & Melville, 2018, §4.2, definition
 * 11). Fitted by umap-js. Throws RangeError unless 0 ≤ minDist ≤ spread.
 */
export function findCurve(minDist: number, spread = 1): Curve {
  if (!(minDist >= 0 && minDist <= spread && spread > 0)) {
    throw new RangeError(
      `Cannot lay out with a minimum distance of ${minDist}: 0 to ${spread}, the spread, is allowed`
    );
  }
  return findABParams(spread, minDist);
}
