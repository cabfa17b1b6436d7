/** Numbers, sizes and times as the reader's locale writes them. */
export interface Format {
  locale: string;
  /** Whole numbers in full, others to `digits` significant ones. */
  number: (value: number, digits?: number) => string;
  /** `12.4 k` where room is short. */
  compact: (value: number) => string;
  percent: (share: number, fractionDigits?: number) => string;
  /** With just so many decimals, so that numbers under each other line up. */
  fixed: (value: number, fractionDigits: number) => string;
  fixedPercent: (share: number, fractionDigits: number) => string;
  bytes: (count: number) => string;
  /** A duration in ms as `84 ms`, `8.1 s`, `2 min 5 s`, `3.4 h`, `12 days`: short, since it stands in columns and on axes. */
  duration: (ms: number) => string;
  /** `21 Feb 2025, 14:05` in the reader's zone. */
  dateTime: (at: string | number | Date) => string;
  /** `21 Feb 2025`. */
  date: (at: string | number | Date) => string;
  /** `21 Feb`. */
  day: (at: number) => string;
  /** `12:04:31`. */
  time: (at: number | Date) => string;
  /** The moment of a line in a list: `12:04:31` today, else `21 Feb, 12:04`, with the year where it is another one. */
  moment: (at: number, now: number) => string;
  /** `14 – 21 Feb 2025`; the end is the last moment shown, not the open bookend. */
  range: (start: string, end: string) => string;
  /** A short stretch as it stands beside a chart: `21 – 22 Feb` for whole days, else with the hours. */
  window: (start: number, end: number) => string;
  /** `3 minutes ago`. */
  ago: (at: string | number | Date, now: number) => string;
  list: (items: readonly string[]) => string;
}

const MINUTE = 60_000;
const AGES: readonly [unit: Intl.RelativeTimeFormatUnit, ms: number][] = [
  ['year', 365 * 24 * 60 * MINUTE],
  ['month', 30 * 24 * 60 * MINUTE],
  ['day', 24 * 60 * MINUTE],
  ['hour', 60 * MINUTE],
  ['minute', MINUTE]
];

export function createFormat(locale: string): Format {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
  const hour = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    hour: 'numeric',
    minute: '2-digit'
  });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const point =
    new Intl.NumberFormat(locale).formatToParts(0.5).find(({ type }) => type === 'decimal')
      ?.value ?? '.';
  const significant = new Map<number, Intl.NumberFormat>();
  const fixed = new Map<string, Intl.NumberFormat>();
  const fixedOf = (style: 'decimal' | 'percent', fractionDigits: number) => {
    const key = `${style}/${fractionDigits}`;
    const formatter =
      fixed.get(key) ??
      new Intl.NumberFormat(locale, {
        style,
        minimumFractionDigits: fractionDigits,
        maximumFractionDigits: fractionDigits
      });
    fixed.set(key, formatter);
    return formatter;
  };
  const short = (value: number, digits: number) =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
  const unit = (value: number, name: string, digits: number) =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: digits
    }).format(value);

  function number(value: number, digits = 4): string {
    if (!Number.isFinite(value)) {
      return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
    }
    if (Number.isInteger(value) && Math.abs(value) < 1e15) {
      return whole.format(value);
    }
    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-4 || size >= 1e15)) {
      return value.toExponential(digits - 1).replace('.', point);
    }
    const places = Math.max(digits, Math.ceil(Math.log10(size + 1)));
    const formatter =
      significant.get(places) ??
      new Intl.NumberFormat(locale, { maximumSignificantDigits: places });
    significant.set(places, formatter);
    return formatter.format(value);
  }

  return {
    locale,
    number,
    compact: value => compact.format(value),
    percent: (share, fractionDigits = 0) =>
      new Intl.NumberFormat(locale, {
        style: 'percent',
        maximumFractionDigits: fractionDigits
      }).format(share),
    fixed: (value, fractionDigits) => fixedOf('decimal', fractionDigits).format(value),
    fixedPercent: (share, fractionDigits) => fixedOf('percent', fractionDigits).format(share),
    bytes(count) {
      const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
      const step = Math.min(units.length - 1, count < 1 ? 0 : Math.floor(Math.log10(count) / 3));
      const value = count / 1000 ** step;
      return unit(value, units[step] ?? 'byte', value < 10 && step > 0 ? 1 : 0);
    },
    duration(ms) {
      if (ms < 1000) {
        return unit(Math.round(ms), 'millisecond', 0);
      }
      const seconds = ms / 1000;
      const hours = seconds / 3600;
      if (hours >= 2) {
        return hours < 48
          ? `${short(hours, hours < 10 ? 1 : 0)} h`
          : unit(hours / 24, 'day', hours < 240 ? 1 : 0);
      }
      if (seconds < 59.5) {
        return `${short(seconds, seconds < 10 ? 1 : 0)} s`;
      }
      const rounded = Math.round(seconds);
      const [minutes, rest] = [Math.floor(rounded / 60), rounded % 60];
      return `${minutes} min${rest === 0 ? '' : ` ${rest} s`}`;
    },
    dateTime: at => dateTime.format(new Date(at)),
    date: at => date.format(new Date(at)),
    day: at => day.format(at),
    time: at => time.format(at),
    moment(at, now) {
      const [then, today] = [new Date(at), new Date(now)];
      if (then.toDateString() === today.toDateString()) {
        return time.format(then);
      }
      return (then.getFullYear() === today.getFullYear() ? hour : dateTime).format(then);
    },
    range(start, end) {
      const [from, last] = [new Date(start), new Date(Date.parse(end) - 1)];
      const isShort = last.getTime() - from.getTime() < 2 * 24 * 60 * MINUTE;
      return (isShort ? dateTime : date).formatRange(from, last);
    },
    window(start, end) {
      const isWhole = [start, end].every(at => new Date(at).setHours(0, 0, 0, 0) === at);
      return isWhole ? day.formatRange(start, end - 1) : hour.formatRange(start, end);
    },
    ago(at, now) {
      const ms = now - new Date(at).getTime();
      const [name, size] = AGES.find(([, size]) => ms >= size) ?? ['second', 1000];
      return name === 'second'
        ? relative.format(0, 'second')
        : relative.format(-Math.floor(ms / size), name);
    },
    list: items => list.format(items)
  };
}
