import { selectQuantiles } from '../quality/select-quantiles.ts';
import type { ScorePairs } from './regression.ts';

export interface Decile {
  readonly low: number;
  readonly high: number;
  readonly count: number;
  readonly meanActual: number;
  readonly meanPrediction: number;
}

const PROBABILITIES = Array.from({ length: 11 }, (_, i) => i / 10);

/**
 * Mean prediction and mean actual between the deciles of the actual scores: [low, high), the last one with its end. Equal deciles make one bin;
 * empty bins are left out. Rows with an infinite score are left out as well.
 */
export function averageByDecile({ predictions, actuals }: ScorePairs): Decile[] {
  const rows = Uint32Array.from(actuals.keys()).filter(
    i => Number.isFinite(actuals[i]) && Number.isFinite(predictions[i])
  );
  const finite = Float64Array.from(rows, i => actuals[i]);
  const quantiles = selectQuantiles(finite, finite.length, PROBABILITIES);
  const edges = quantiles.filter((edge, i) => i === 0 || edge !== quantiles[i - 1]);
  const bins = Math.max(1, edges.length - 1);
  const counts = new Float64Array(bins);
  const actualSums = new Float64Array(bins);
  const predictionSums = new Float64Array(bins);
  for (const i of rows) {
    let bin = 0;
    while (bin < bins - 1 && actuals[i] >= edges[bin + 1]) {
      bin++;
    }
    counts[bin]++;
    actualSums[bin] += actuals[i];
    predictionSums[bin] += predictions[i];
  }
  return Array.from(counts, (count, bin) => ({
    low: edges[bin],
    high: edges[bin + 1] ?? edges[bin],
    count,
    meanActual: actualSums[bin] / count,
    meanPrediction: predictionSums[bin] / count
  })).filter(({ count }) => count > 0);
}
