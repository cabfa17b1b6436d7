/**
 * Two-sample statistic of Kolmogorov and Smirnov: the greatest distance between the empirical distribution functions, 0 to 1. Both sides
 * ascend and have no NaN. NaN when one is empty.
 */
export function measureKolmogorovSmirnov(a: Float64Array, b: Float64Array): number {
  if (a.length === 0 || b.length === 0) {
    return NaN;
  }
  let i = 0;
  let j = 0;
  let greatest = 0;
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i], b[j]);
    while (i < a.length && a[i] === value) i++;
    while (j < b.length && b[j] === value) j++;
    greatest = Math.max(greatest, Math.abs(i / a.length - j / b.length));
  }
  return greatest;
}

/**
 * Wasserstein-1 distance, ∫ |F − G| over the empirical distribution functions (Vallender, 1974), in the unit of the values. Both sides ascend
 * and have no NaN. NaN when one is empty or holds an infinity.
 */
export function measureWasserstein(a: Float64Array, b: Float64Array): number {
  if (a.length === 0 || b.length === 0 || !isFiniteRange(a) || !isFiniteRange(b)) {
    return NaN;
  }
  let i = 0;
  let j = 0;
  let distance = 0;
  let lost = 0;
  let last = Math.min(a[0], b[0]);
  while (i < a.length || j < b.length) {
    const value = j >= b.length || (i < a.length && a[i] <= b[j]) ? a[i] : b[j];
    const step = Math.abs(i / a.length - j / b.length) * (value - last) - lost;
    const next = distance + step;
    lost = next - distance - step;
    distance = next;
    while (i < a.length && a[i] === value) i++;
    while (j < b.length && b[j] === value) j++;
    last = value;
  }
  return distance;
}

function isFiniteRange(sorted: Float64Array): boolean {
  return Number.isFinite(sorted[0]) && Number.isFinite(sorted[sorted.length - 1]);
}
