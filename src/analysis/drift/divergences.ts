/**
 * Divergences of two histograms over the same bins, after Laplace smoothing with a pseudocount of 1 (§4.2): p = (count + 1) / (N + d),
 * d the bins that are not empty in both. Natural logarithms. Bins that are empty in both are left out.
 */
export interface Divergences {
  /** Σ (p − q)·ln(p / q), the divergence of Jeffreys (1946): not halved. */
  readonly psi: number;
  /** Σ p·ln(p / q), of `primary` over `reference` (Kullback & Leibler, 1951). */
  readonly klDivergence: number;
  /** Square root of the divergence of Jensen and Shannon (Lin, 1991; Endres & Schindelin, 2003): 0 to √ln 2. */
  readonly jsDistance: number;
}

interface Smoothing {
  readonly primaryTotal: number;
  readonly referenceTotal: number;
}

function findTotals(primary: Float64Array, reference: Float64Array): Smoothing {
  let bins = 0;
  let primaryCount = 0;
  let referenceCount = 0;
  for (let i = 0; i < primary.length; i++) {
    bins += primary[i] + reference[i] > 0 ? 1 : 0;
    primaryCount += primary[i];
    referenceCount += reference[i];
  }
  return { primaryTotal: primaryCount + bins, referenceTotal: referenceCount + bins };
}

export function measureDivergences(primary: Float64Array, reference: Float64Array): Divergences {
  const { primaryTotal, referenceTotal } = findTotals(primary, reference);
  let forward = 0;
  let backward = 0;
  let js = 0;
  for (let i = 0; i < primary.length; i++) {
    if (primary[i] + reference[i] > 0) {
      const p = (primary[i] + 1) / primaryTotal;
      const q = (reference[i] + 1) / referenceTotal;
      const ratio = Math.log(p / q);
      forward += p * ratio;
      backward -= q * ratio;
      const m = (p + q) / 2;
      js += p * Math.log(p / m) + q * Math.log(q / m);
    }
  }
  return {
    psi: Math.max(0, forward + backward),
    klDivergence: Math.max(0, forward),
    jsDistance: Math.sqrt(Math.max(0, js / 2))
  };
}

/** The PSI alone, as {@link measureDivergences} gives it: one logarithm per bin. */
export function measurePsi(primary: Float64Array, reference: Float64Array): number {
  const { primaryTotal, referenceTotal } = findTotals(primary, reference);
  let psi = 0;
  for (let i = 0; i < primary.length; i++) {
    if (primary[i] + reference[i] > 0) {
      const p = (primary[i] + 1) / primaryTotal;
      const q = (reference[i] + 1) / referenceTotal;
      psi += (p - q) * Math.log(p / q);
    }
  }
  return psi;
}

/** What each bin adds to the PSI: (p − q)·ln(p / q), never negative. */
export function measurePsiParts(primary: Float64Array, reference: Float64Array): Float64Array {
  const { primaryTotal, referenceTotal } = findTotals(primary, reference);
  return primary.map((count, i) => {
    if (count + reference[i] === 0) {
      return 0;
    }
    const p = (count + 1) / primaryTotal;
    const q = (reference[i] + 1) / referenceTotal;
    return (p - q) * Math.log(p / q);
  });
}
