import type { Metric } from '../../contract/metrics.ts';
import { METRIC_FACTS } from '../../contract/metrics.ts';

/** Numbers as the reader's language writes them, short enough for a panel. */
export interface Amounts {
  whole: (value: number) => string;
  /** `12.4K` where room is short. */
  compact: (value: number) => string;
  /** Microseconds as `850 µs`, `84 ms`, `8.1 sec`. */
  latency: (us: number) => string;
  /** US dollars; less than one keeps two digits that say something. */
  cost: (dollars: number) => string;
  metric: (metric: Metric, value: number) => string;
  rate: (perSecond: number) => string;
}

export function createAmounts(locale: string): Amounts {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  const score = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const unit = (value: number, name: string, digits: number) =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: digits
    }).format(value);
  return {
    whole: value => whole.format(value),
    compact: value => compact.format(value),
    latency(us) {
      if (us < 1000) {
        return `${whole.format(us)} µs`;
      }
      return us < 1e6
        ? unit(us / 1000, 'millisecond', 0)
        : unit(us / 1e6, 'second', us < 1e7 ? 1 : 0);
    },
    cost: dollars =>
      new Intl.NumberFormat(locale, {
        style: 'currency',
        currency: 'USD',
        ...(dollars > 0 && dollars < 1 && { maximumSignificantDigits: 2 })
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
          return score.format(value);
      }
    },
    rate: perSecond =>
      perSecond > 0 && perSecond < 10 ? score.format(perSecond) : compact.format(perSecond)
  };
}
