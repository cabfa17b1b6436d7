import type { Metric } from '../../contract/metrics.ts';
import { METRIC_FACTS } from '../../contract/metrics.ts';

/** Numbers as the reader's language writes them, short enough for a panel. */
export interface Amounts {
  whole: (value: number) => string;
  /** `12.4K` where room is short. */
  compact: (value: number) => string;
  /** Microseconds as `850 µs`, `84 ms`, `8.1 s`. */
  latency: (us: number) => string;
  /** US dollars; less than one keeps two digits that say something. */
  cost: (dollars: number) => string;
  metric: (metric: Metric, value: number) => string;
  rate: (perSecond: number) => string;
}

export function createAmounts(locale: string): Amounts {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  const tenths = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const short = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const fixed = (value: number, digits: number) =>
    new Intl.NumberFormat(locale, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits
    }).format(value);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const unit = (value: number, name: string, digits: number) =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: digits
    }).format(value);
  /** As the app writes it, so that the numbers here and there are the same. */
  const writeScore = (value: number) => {
    const size = Math.abs(value);
    if (size !== 0 && size < 0.0005) {
      return `${value < 0 ? '−' : ''}<\u202f${fixed(0.001, 3)}`;
    }
    return size >= 100_000
      ? compact.format(value)
      : fixed(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
  };
  return {
    whole: value => whole.format(value),
    compact: value => compact.format(value),
    latency(us) {
      if (us < 1000) {
        return `${whole.format(us)} µs`;
      }
      return us < 1e6
        ? unit(us / 1000, 'millisecond', 0)
        : `${tenths.format(us < 1e7 ? us / 1e6 : Math.round(us / 1e6))} s`;
    },
    cost: dollars =>
      new Intl.NumberFormat(locale, {
        style: 'currency',
        currency: 'USD',
        ...(dollars > 0 && dollars < 0.1 && { maximumSignificantDigits: 2 })
      }).format(dollars),
    metric(metric, value) {
      switch (METRIC_FACTS[metric].unit) {
        case 'rows':
          return compact.format(value);
        case 'percent':
          return percent.format(value / 100);
        case 'share':
        case 'value':
        case 'score':
          return writeScore(value);
      }
    },
    rate: perSecond =>
      perSecond > 0 && perSecond < 10 ? short.format(perSecond) : compact.format(perSecond)
  };
}
