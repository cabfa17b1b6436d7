const STEPS = [1, 2, 5];

/** Moments after the start, in microseconds, at which the time axis has a mark: round ones, `count` at most and without the first. */
export function listTicks(lengthUs: number, count: number): number[] {
  if (!(lengthUs > 0) || count < 1) {
    return [];
  }
  const step = roundUp(lengthUs / count);
  return Array.from({ length: Math.floor(lengthUs / step) }, (_, i) => (i + 1) * step);
}

/** Above a minute a round number is one of seconds or minutes, not of powers of ten. */
function roundUp(us: number): number {
  const inTens = (value: number) => {
    const power = 10 ** Math.floor(Math.log10(value));
    return power * (STEPS.find(step => step * power >= value * (1 - 1e-9)) ?? 10);
  };
  const second = 1e6;
  if (us <= 10 * second) {
    return inTens(us);
  }
  const round = [15, 30, 60, 120, 300, 600, 900, 1800, 3600].find(s => s * second >= us);
  return round === undefined ? 3600 * second * inTens(us / (3600 * second)) : round * second;
}
