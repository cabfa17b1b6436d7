/** The two paths of a picture the size of a word, in its own pixels. */
export interface SparkPaths {
  line: string;
  /** The windows outside of the limits. */
  alerts: string;
}

/** Room above and below the line, so that its ends are not cut. */
const MARGIN = 3;

/** Steps from window to window, broken where there is no value; from zero, as distances are. */
export function toSparkPaths(
  values: readonly (number | null)[],
  alerts: readonly number[],
  width: number,
  height: number
): SparkPaths {
  const known = values.filter(value => value !== null);
  const low = Math.min(0, ...known);
  const high = Math.max(low + Number.EPSILON, ...known);
  const step = width / Math.max(1, values.length);
  const toX = (window: number) => round(window * step);
  const toY = (value: number) =>
    round(height - MARGIN - ((value - low) / (high - low)) * (height - 2 * MARGIN));
  let line = '';
  let isDown = false;
  values.forEach((value, i) => {
    if (value !== null) {
      line += `${isDown ? 'L' : 'M'}${toX(i)} ${toY(value)}H${toX(i + 1)}`;
    }
    isDown = value !== null;
  });
  const marked = alerts.flatMap(i => {
    const value = values[i] ?? null;
    return value === null ? [] : [`M${toX(i)} ${toY(value)}H${toX(i + 1)}`];
  });
  return { line, alerts: marked.join('') };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
