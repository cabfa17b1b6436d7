const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A number with just enough decimals to tell tenths of the whole range apart. */
function formatEdge(value: number, span: number): string {
  if (!Number.isFinite(value)) {
    return value > 0 ? 'inf' : '-inf';
  }
  const magnitude = Math.max(Math.abs(value), span);
  if (magnitude >= 1e15 || (magnitude > 0 && magnitude < 1e-6)) {
    return value.toExponential(2);
  }
  const decimals = span > 0 ? Math.max(0, Math.min(12, 2 - Math.floor(Math.log10(span)))) : 12;
  return String(Number(value.toFixed(decimals)));
}

function formatInstant(ms: number, span: number): string {
  const iso = new Date(Math.round(ms)).toISOString();
  return span >= 10 * DAY_MS
    ? iso.slice(0, 10)
    : span >= 10 * MINUTE_MS
      ? iso.slice(0, 16).replace('T', ' ')
      : iso.slice(0, 23).replace('T', ' ');
}

/** `0.5–1.25`, or dates for times in Unix milliseconds; one number when the range has no width. */
export function formatRange(
  [from, to]: readonly [number, number],
  { min, max }: { min: number; max: number },
  isTime: boolean
): string {
  const format = isTime ? formatInstant : formatEdge;
  // Minus signs and the dashes of dates need room beside the dash.
  const dash = isTime || from < 0 || to < 0 ? ' – ' : '–';
  return from === to
    ? format(from, max - min)
    : `${format(from, max - min)}${dash}${format(to, max - min)}`;
}
