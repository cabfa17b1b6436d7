import type { Random } from '../random.ts';

const HALF_LOG_TAU = 0.5 * Math.log(2 * Math.PI);
const EXACT = 32;
const logFactorials = new Float64Array(EXACT);
for (let n = 2; n < EXACT; n++) {
  logFactorials[n] = logFactorials[n - 1] + Math.log(n);
}

/** ln n!, beyond 31 by Stirling's series: its first left-out term is below 1e-13 there. */
function logFactorial(n: number): number {
  return n < EXACT
    ? logFactorials[n]
    : (n + 0.5) * Math.log(n) -
        n +
        HALF_LOG_TAU +
        (1 / 12 - (1 / 360 - 1 / (1260 * n * n)) / (n * n)) / n;
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

/**
 * How many of `draws` without replacement from `good` + `bad` are good: inversion from the mode outwards, by turns (Kemp, 1986,
 * for the binomial), so that it takes about as many steps as the standard deviation.
 */
export function drawHypergeometric(
  random: Random,
  good: number,
  bad: number,
  draws: number
): number {
  const least = Math.max(0, draws - bad);
  const most = Math.min(draws, good);
  if (least >= most) {
    return least;
  }
  const mode = Math.min(
    most,
    Math.max(least, Math.floor(((draws + 1) * (good + 1)) / (good + bad + 2)))
  );
  let down = mode;
  let up = mode;
  let pDown = Math.exp(
    logChoose(good, mode) + logChoose(bad, draws - mode) - logChoose(good + bad, draws)
  );
  let pUp = pDown;
  let rest = random() - pDown;
  while (rest > 0 && (down > least || up < most)) {
    if (down > least) {
      pDown *= (down * (bad - draws + down)) / ((good - down + 1) * (draws - down + 1));
      down--;
      rest -= pDown;
      if (rest <= 0) {
        return down;
      }
    }
    if (up < most) {
      pUp *= ((good - up) * (draws - up)) / ((up + 1) * (bad - draws + up + 1));
      up++;
      rest -= pUp;
      if (rest <= 0) {
        return up;
      }
    }
  }
  return mode;
}
