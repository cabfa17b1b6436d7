import { pythonString } from '../parts/python-string.ts';

/** ISO 8601, right-open. */
interface Range {
  start: string;
  end: string;
}

const UNITS: readonly [letter: string, ms: number][] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
  ['ms', 1]
];

/** A length of time as pandas reads it: `2d`, `15min`. */
export function pythonDuration(ms: number): string {
  const [letter, size] = UNITS.find(([, size]) => ms % size === 0) ?? ['ms', 1];
  return pythonString(`${Math.round(ms / size)}${letter}`);
}

/** `session.<name>(…)`; arguments that are undefined are left out. */
function call(
  name: string,
  positional: readonly (string | undefined)[],
  keywords: Readonly<Record<string, string | undefined>>
): string {
  const written = [
    ...positional.filter(argument => argument !== undefined),
    ...Object.entries(keywords)
      .filter(([, value]) => value !== undefined)
      .map(([keyword, value]) => `${keyword}=${value ?? ''}`)
  ];
  return `session.${name}(${written.join(', ')})`;
}

const rangeOf = (range: Range | undefined) => ({
  start: range && pythonString(range.start),
  stop: range && pythonString(range.end)
});

export function timeseriesCall({
  metric,
  dimension,
  windowMs,
  everyMs,
  range,
  label
}: {
  metric: string;
  dimension?: string | undefined;
  windowMs: number;
  everyMs: number;
  range?: Range | undefined;
  label?: string | undefined;
}): string {
  return call(
    'timeseries',
    [pythonString(metric), dimension === undefined ? undefined : pythonString(dimension)],
    {
      window: pythonDuration(windowMs),
      every: pythonDuration(everyMs),
      ...rangeOf(range),
      label: label === undefined ? undefined : pythonString(label)
    }
  );
}

export function signalsCall(metrics: readonly string[], range?: Range): string {
  const names = metrics.map(pythonString);
  return call('signals', [names.length === 1 ? names[0] : `[${names.join(', ')}]`], rangeOf(range));
}

export function segmentsCall(dimension: string, range?: Range): string {
  return call('segments', [pythonString(dimension)], rangeOf(range));
}

export function metricCall(metric: string, dimension?: string, range?: Range): string {
  return call(
    'metric',
    [pythonString(metric), dimension === undefined ? undefined : pythonString(dimension)],
    rangeOf(range)
  );
}

/** `part` is an attribute of the report: `confusion`, `classes` … */
export function performanceCall(
  part: string,
  {
    range,
    label,
    side = 'primary'
  }: { range?: Range | undefined; label?: string | undefined; side?: string } = {}
): string {
  const asked = call('performance', [], {
    ...rangeOf(range),
    label: label === undefined ? undefined : pythonString(label)
  });
  return `${asked}.${side}.${part}`;
}

export function worstSegmentsCall(
  metric: string,
  { range, label }: { range?: Range | undefined; label?: string | undefined } = {}
): string {
  return call('worst_segments', [pythonString(metric)], {
    ...rangeOf(range),
    label: label === undefined ? undefined : pythonString(label)
  });
}
