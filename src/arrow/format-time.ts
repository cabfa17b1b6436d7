import { TimeUnit } from '@uwdata/flechette';

type Unit = (typeof TimeUnit)[keyof typeof TimeUnit];

/** Ticks per second of Arrow's units: second, millisecond, microsecond, nanosecond. */
const TICKS_PER_SECOND = [1n, 1_000n, 1_000_000n, 1_000_000_000n] as const;

export function ticksPerSecond(unit: Unit): bigint {
  return TICKS_PER_SECOND[unit];
}

/** Quotient rounded towards −∞, and the remainder, never negative. */
function divideFloor(value: bigint, divisor: bigint): [bigint, bigint] {
  const rest = ((value % divisor) + divisor) % divisor;
  return [(value - rest) / divisor, rest];
}

const pad = (value: number | bigint, width = 2) => String(value).padStart(width, '0');

/** `.5`, `.000001`: three, six or nine digits, as many as are needed; nothing for a whole second. */
function formatFraction(ticks: bigint, unit: Unit): string {
  const text = ticks === 0n ? '' : pad(ticks, 3 * unit).replace(/(?:000)+$/, '');
  return text === '' ? '' : `.${text}`;
}

/** Beyond ±8.64e15 ms a Date is invalid. */
const MAX_DATE_MS = 8.64e15;

/** `2024-02-29`; days too far away for a calendar are given in milliseconds. */
export function formatDate(ms: number): string {
  return Math.abs(ms) <= MAX_DATE_MS ? new Date(ms).toISOString().replace(/T.*/, '') : `${ms} ms`;
}

export function formatTimestamp(value: bigint, unit: Unit, zone: string): string {
  const [seconds, fraction] = divideFloor(value, ticksPerSecond(unit));
  const ms = Number(seconds) * 1000;
  if (Math.abs(ms) > MAX_DATE_MS) {
    return `${seconds} s`;
  }
  return `${new Date(ms).toISOString().slice(0, -5)}${formatFraction(fraction, unit)}${zone}`;
}

export function formatTime(value: bigint, unit: Unit): string {
  const [seconds, fraction] = divideFloor(value, ticksPerSecond(unit));
  const clock = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n].map(part => pad(part));
  return `${clock.join(':')}${formatFraction(fraction, unit)}`;
}

/** As pandas writes it: `-1 days +23:59:59`, `2 days 03:04:05.5`. */
export function formatDuration(value: bigint, unit: Unit): string {
  const [days, rest] = divideFloor(value, 86_400n * ticksPerSecond(unit));
  return `${days} days ${days < 0n ? '+' : ''}${formatTime(rest, unit)}`;
}

export function formatInterval(value: number | ArrayLike<number>): string {
  if (typeof value === 'number') {
    return `${value} months`;
  }
  const units = value.length === 2 ? ['days', 'ms'] : ['months', 'days', 'ns'];
  return units.map((unit, i) => `${value[i] ?? 0} ${unit}`).join(' ');
}

/** Exact: `-0.05` for −5 at scale 2. */
export function formatDecimal(unscaled: bigint, scale: number): string {
  if (scale <= 0) {
    return (unscaled * 10n ** BigInt(-scale)).toString();
  }
  const digits = pad(unscaled < 0n ? -unscaled : unscaled, scale + 1);
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
