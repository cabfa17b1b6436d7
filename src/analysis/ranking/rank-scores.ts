/**
 * Measures of one retrieval (§4.9): relevance scores of documents in the order they were retrieved in, NaN for one without a score. `k` counts
 * the first documents, by default all. NaN stands for no value.
 */

function isFiniteScores(scores: Float64Array): boolean {
  return scores.every(score => Number.isFinite(score));
}

/**
 * Discounted cumulative gain over the greatest possible (Järvelin & Kekäläinen, 2002) with linear gain, Σ score / log2(place + 1). NaN with a
 * missing, infinite or negative score; 0 when all are 0.
 */
export function measureNdcg(scores: Float64Array, k = scores.length): number {
  if (!isFiniteScores(scores) || scores.some(score => score < 0)) {
    return NaN;
  }
  const best = sumGains(scores.toSorted().reverse(), k);
  return best > 0 ? sumGains(scores, k) / best : 0;
}

function sumGains(scores: Float64Array, k: number): number {
  const count = Math.min(k, scores.length);
  let sum = 0;
  for (let i = 0; i < count; i++) {
    sum += scores[i] / Math.log2(i + 2);
  }
  return sum;
}

/** Share of documents with a score other than 0 among the first k places, empty places included. NaN with a missing or infinite score. */
export function measurePrecision(scores: Float64Array, k = scores.length): number {
  if (!isFiniteScores(scores)) {
    return NaN;
  }
  if (k < 1) {
    return 0;
  }
  const count = Math.min(k, scores.length);
  let hits = 0;
  for (let i = 0; i < count; i++) {
    hits += scores[i] === 0 ? 0 : 1;
  }
  return hits / k;
}

/** 1 / place of the first document with a score other than 0; 0 when there is none. NaN when a missing or infinite score comes before. */
export function measureReciprocalRank(scores: Float64Array): number {
  for (let i = 0; i < scores.length; i++) {
    if (!Number.isFinite(scores[i])) {
      return NaN;
    }
    if (scores[i] !== 0) {
      return 1 / (i + 1);
    }
  }
  return 0;
}

/** 1 when any score is other than 0, else 0; NaN when none is and one is missing. */
export function measureHit(scores: Float64Array): number {
  let result = 0;
  for (const score of scores) {
    if (Number.isNaN(score)) {
      result = NaN;
    } else if (score !== 0) {
      return 1;
    }
  }
  return result;
}
