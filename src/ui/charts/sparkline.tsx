import { memo } from 'react';
import { chooseDomain, extentOf, linearScale } from './scale.ts';

export interface SparklineProps {
  values: readonly (number | null)[];
  /** Where the reference usually is. */
  band?: { low: number; high: number } | null;
  /** Positions in `values` that are marked. */
  alerts?: readonly number[];
  width: number;
  height: number;
  fromZero?: boolean;
  /** Spoken; without it the picture is decoration beside numbers that say the same. */
  label?: string;
}

/** A line the size of a word: steps broken at windows without a value, the reference's band, alerts in red. */
export const Sparkline = memo(function Sparkline({
  values,
  band = null,
  alerts = [],
  width,
  height,
  fromZero = false,
  label
}: SparklineProps) {
  const domain = chooseDomain(extentOf(values, band ? [band.low, band.high] : []), { fromZero });
  const y = linearScale(domain, [height - 3, 3]);
  const step = width / Math.max(1, values.length);
  const top = band && y.toPx(band.high);
  const bottom = band && y.toPx(band.low);
  return (
    <svg
      className="sparkline"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      {top !== null && bottom !== null && (
        <rect
          className="sparkline-band"
          x={0}
          y={top}
          width={width}
          height={Math.max(1.5, bottom - top)}
        />
      )}
      <path className="sparkline-line" d={stepPath(values, step, y.toPx)} />
      {alerts.length > 0 && (
        <path className="sparkline-alert" d={alertPath(values, alerts, step, y.toPx)} />
      )}
    </svg>
  );
});

function stepPath(
  values: readonly (number | null)[],
  step: number,
  toPx: (value: number) => number
): string {
  let path = '';
  let isDown = false;
  values.forEach((value, i) => {
    if (value === null) {
      isDown = false;
      return;
    }
    path += `${isDown ? 'L' : 'M'}${round(i * step)} ${round(toPx(value))}H${round((i + 1) * step)}`;
    isDown = true;
  });
  return path;
}

/** The steps that are outside of the limits, and nothing between them. */
function alertPath(
  values: readonly (number | null)[],
  alerts: readonly number[],
  step: number,
  toPx: (value: number) => number
): string {
  return alerts
    .map(i => {
      const value = values[i];
      return value === null || value === undefined
        ? ''
        : `M${round(i * step)} ${round(toPx(value))}h${round(step)}`;
    })
    .join('');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
