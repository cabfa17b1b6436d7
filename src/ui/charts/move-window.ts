import type { SeriesPicture } from './series-picture.ts';

/** The window `step` after the one with this right edge; without one the last. Stays inside. ISO 8601. */
export function moveWindow(
  { times }: Pick<SeriesPicture, 'times'>,
  moment: string | undefined,
  step: number
): string | undefined {
  if (times.length === 0) {
    return undefined;
  }
  const ms = moment === undefined ? NaN : Date.parse(moment);
  const now = times.findIndex(time => time >= ms);
  const last = times.length - 1;
  const next = Number.isNaN(ms)
    ? step === -Infinity
      ? 0
      : last
    : Math.min(last, Math.max(0, (now === -1 ? last : now) + step));
  const time = times[next];
  return time === undefined ? undefined : new Date(time).toISOString();
}
