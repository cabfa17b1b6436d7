/** Euclidean distance (§4.4). */
export function measureEuclidean(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = a[i] - b[i];
    sum += difference * difference;
  }
  return Math.sqrt(sum);
}

/** 1 − cosine of the angle, 0 to 2; NaN when a side is the zero vector. */
export function measureCosine(a: Float64Array, b: Float64Array): number {
  let dot = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    dot += a[i] * b[i];
    aa += a[i] * a[i];
    bb += b[i] * b[i];
  }
  // The roots one by one: a product of two squared lengths leaves the range of doubles sooner.
  const cosine = dot / (Math.sqrt(aa) * Math.sqrt(bb));
  return Number.isNaN(cosine) ? NaN : 1 - Math.min(1, Math.max(-1, cosine));
}
