import type { Format } from '../app/format.ts';

const STEPS = [1, 2, 5];

/** From one mark to the next, when there are `count` at most. */
export function tickStep(lengthUs: number, count: number): number {
  return roundUp(lengthUs / count);
}

/** Round moments after `fromUs`, in microseconds since the start, at which the time axis has a mark: `count` at most. */
export function listTicks(lengthUs: number, count: number, fromUs = 0): number[] {
  if (!(lengthUs > 0) || count < 1) {
    return [];
  }
  const step = tickStep(lengthUs, count);
  const first = Math.floor(fromUs / step) + 1;
  const last = Math.floor((fromUs + lengthUs) / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
}

/** A moment of the axis, exact enough to tell it from the next mark. */
export function formatTick(format: Format, us: number, stepUs: number): string {
  const [unitUs, name] =
    us < 1000 && stepUs < 1000
      ? [1, 'µs']
      : us < 1_000_000
        ? [1000, 'ms']
        : ([1_000_000, 's'] as const);
  const digits = Math.max(0, Math.ceil(-Math.log10(stepUs / unitUs) - 1e-9));
  const minutes = name === 's' ? Math.floor(us / 60e6) : 0;
  const rest = us / unitUs - 60 * minutes;
  if (minutes === 0) {
    return `${format.fixed(rest, digits)} ${name}`;
  }
  return rest === 0 ? format.duration(us / 1000) : `${minutes} min ${format.fixed(rest, digits)} s`;
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
