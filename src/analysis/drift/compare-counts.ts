function sum(counts: Float64Array): number {
  let total = 0;
  for (const count of counts) {
    total += count;
  }
  return total;
}

/**
 * Pearson's χ² (1900) of the 2 × d table of two histograms over the same bins, without a correction for continuity: Σ (observed −
 * expected)² / expected. NaN when a side is empty.
 */
export function measureChiSquare(a: Float64Array, b: Float64Array): number {
  const [totalA, totalB] = [sum(a), sum(b)];
  const total = totalA + totalB;
  if (totalA === 0 || totalB === 0) {
    return NaN;
  }
  let chiSquare = 0;
  for (let i = 0; i < a.length; i++) {
    const both = a[i] + b[i];
    if (both > 0) {
      const expectedA = (both * totalA) / total;
      const expectedB = (both * totalB) / total;
      chiSquare += (a[i] - expectedA) ** 2 / expectedA + (b[i] - expectedB) ** 2 / expectedB;
    }
  }
  return chiSquare;
}

/** Total variation distance, ½ Σ |p − q| of the shares as they are: 0 to 1. NaN when a side is empty. */
export function measureTotalVariation(a: Float64Array, b: Float64Array): number {
  const [totalA, totalB] = [sum(a), sum(b)];
  let distance = 0;
  for (let i = 0; i < a.length; i++) {
    distance += Math.abs(a[i] / totalA - b[i] / totalB);
  }
  return distance / 2;
}
