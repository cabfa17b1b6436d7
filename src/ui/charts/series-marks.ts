import { chooseDomain, extentOf, linearScale, type LinearScale, niceTicks } from './scale.ts';
import type { SeriesLine, SeriesPicture } from './series-picture.ts';
import { createTimeAxis, type TimeAxis } from './time-axis.ts';
import { timeTicks } from './time-ticks.ts';

/** Names of colors; canvas and SVG look them up where they are drawn. */
export type Ink = 'primary' | 'reference' | 'text' | 'muted' | 'grid' | 'bad' | 'accent';

/** One thing to draw, in CSS pixels from the top left corner. */
export type Mark =
  | { kind: 'rects'; ink: Ink; alpha: number; /** x, y, width, height of each. */ at: number[] }
  | { kind: 'area'; ink: Ink; alpha: number; /** x, y of each corner. */ outlines: number[][] }
  | {
      kind: 'line';
      ink: Ink;
      alpha: number;
      width: number;
      dash: readonly number[];
      /** x, y of each corner. */
      strokes: number[][];
    }
  | { kind: 'diamonds'; ink: Ink; size: number; /** x, y of each. */ at: number[] }
  | {
      kind: 'text';
      ink: Ink;
      text: string;
      x: number;
      y: number;
      align: 'start' | 'middle' | 'end';
    };

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface SeriesLayout {
  axis: TimeAxis;
  plot: Box;
  y: LinearScale;
  /** Left edge of the step of a window, and its right one. */
  toX: (ms: number, side: 'reference' | 'analysis') => number;
  marks: Mark[];
}

export interface LayoutOptions {
  width: number;
  height: number;
  locale: string;
  /** Numbers at the axis. */
  formatTick: (value: number) => string;
  names: { reference: string; primary: string };
  /** The window that is looked at: its right edge. */
  moment: number | undefined;
}

export const FONT_PX = 11;
const Y_LABELS_PX = 44;
const X_LABELS_PX = 18;
const TOP_PX = 16;
const RIGHT_PX = 10;
/** Room for one label of an axis. */
const X_LABEL_PX = 56;
const Y_LABEL_PX = 28;
/** Bars of counts stay below the line. */
const COUNT_SHARE = 0.26;

/** Where everything of a series stands: the same for the canvas, the SVG that is copied, and the tests. */
export function layoutSeries(picture: SeriesPicture, options: LayoutOptions): SeriesLayout {
  const { width, height } = options;
  const plot: Box = {
    left: Y_LABELS_PX,
    top: TOP_PX,
    width: Math.max(1, width - Y_LABELS_PX - RIGHT_PX),
    height: Math.max(1, height - TOP_PX - X_LABELS_PX)
  };
  const axis = createTimeAxis(picture.analysis, picture.reference);
  const toX = (ms: number, side: 'reference' | 'analysis') =>
    plot.left + axis.toPosition(ms, side) * plot.width;
  const domain = chooseDomain(extentOfAll(picture), {
    fromZero: picture.fromZero,
    limits: [picture.limits?.lower ?? null, picture.limits?.upper ?? null]
  });
  const y = linearScale(domain, [plot.top + plot.height, plot.top]);
  const layout: SeriesLayout = { axis, plot, y, toX, marks: [] };
  layout.marks.push(
    ...drawGrid(layout, options),
    ...drawCounts(layout, picture),
    ...drawBand(layout, picture),
    ...drawSpreads(layout, picture),
    ...drawLimits(layout, picture),
    ...drawRule(layout, options),
    ...drawLine(layout, picture),
    ...drawAlerts(layout, picture),
    ...drawMoment(layout, options)
  );
  return layout;
}

function extentOfAll({ line, spreads, band }: SeriesPicture): [number, number] | null {
  return extentOf(
    line.values,
    line.reference,
    ...spreads.flatMap(({ low, high }) => [low.values, low.reference, high.values, high.reference]),
    band ? [band.low, band.high] : []
  );
}

function drawGrid({ axis, plot, y, toX }: SeriesLayout, options: LayoutOptions): Mark[] {
  const [min, max] = y.domain;
  const bottom = plot.top + plot.height;
  const rows = niceTicks(min, max, Math.max(2, Math.floor(plot.height / Y_LABEL_PX)));
  const sides = [
    { side: 'reference' as const, span: axis.reference, ends: axis.referenceEnds },
    { side: 'analysis' as const, span: axis.analysis, ends: axis.analysisEnds }
  ];
  const columns = sides.flatMap(({ side, span, ends }) => {
    if (!span || !ends) {
      return [];
    }
    const [from, to] = ends.map(end => plot.left + end * plot.width) as [number, number];
    const count = Math.floor((to - from) / X_LABEL_PX);
    return timeTicks(span.start, span.end, count, options.locale)
      .map(({ ms, label }) => ({ x: toX(ms, side), label }))
      .filter(({ x }) => x > from + 14 && x < to - 14);
  });
  return [
    {
      kind: 'line',
      ink: 'grid',
      alpha: 1,
      width: 1,
      dash: [],
      strokes: rows.map(value => {
        const at = Math.round(y.toPx(value)) + 0.5;
        return [plot.left, at, plot.left + plot.width, at];
      })
    },
    ...rows.map((value): Mark => {
      return {
        kind: 'text',
        ink: 'muted',
        text: options.formatTick(value),
        x: plot.left - 6,
        y: y.toPx(value) + FONT_PX * 0.36,
        align: 'end'
      };
    }),
    {
      kind: 'line',
      ink: 'grid',
      alpha: 1,
      width: 1,
      dash: [],
      strokes: columns.map(({ x }) => [
        Math.round(x) + 0.5,
        bottom,
        Math.round(x) + 0.5,
        bottom + 4
      ])
    },
    ...columns.map(({ x, label }): Mark => ({
      kind: 'text',
      ink: 'muted',
      text: label,
      x,
      y: bottom + 15,
      align: 'middle'
    }))
  ];
}

function drawCounts({ plot, toX }: SeriesLayout, picture: SeriesPicture): Mark[] {
  const most = Math.max(0, ...extentOr0(picture.counts));
  if (most === 0 || !picture.hasCountBars) {
    return [];
  }
  const at: number[] = [];
  picture.times.forEach((time, i) => {
    const high = ((picture.counts[i] ?? 0) / most) * plot.height * COUNT_SHARE;
    const [left, right] = [toX(time - picture.everyMs, 'analysis'), toX(time, 'analysis')];
    const gap = Math.min(1, (right - left) / 4);
    at.push(left + gap, plot.top + plot.height - high, right - left - 2 * gap, high);
  });
  return [{ kind: 'rects', ink: 'muted', alpha: 0.22, at }];
}

/** Without spreading the list: it may hold 20,000 numbers. */
function extentOr0(list: readonly number[]): [number, number] {
  return extentOf(list) ?? [0, 0];
}

function drawBand({ plot, y }: SeriesLayout, { band }: SeriesPicture): Mark[] {
  if (!band) {
    return [];
  }
  const [top, bottom] = [clampTo(plot, y.toPx(band.high)), clampTo(plot, y.toPx(band.low))];
  return [
    {
      kind: 'rects',
      ink: 'reference',
      alpha: 0.13,
      at: [plot.left, top, plot.width, Math.max(1.5, bottom - top)]
    }
  ];
}

function drawLimits({ plot, y }: SeriesLayout, { limits }: SeriesPicture): Mark[] {
  const shown = [limits?.lower, limits?.upper]
    .filter(limit => limit !== null && limit !== undefined)
    .map(limit => y.toPx(limit))
    .filter(px => px >= plot.top && px <= plot.top + plot.height);
  return [
    {
      kind: 'line',
      ink: 'bad',
      alpha: 0.9,
      width: 1.2,
      dash: [5, 4],
      strokes: shown.map(px => [plot.left, px, plot.left + plot.width, px])
    }
  ];
}

function drawRule({ axis, plot }: SeriesLayout, { names }: LayoutOptions): Mark[] {
  if (axis.rule === null || !axis.referenceEnds) {
    return [];
  }
  const x = Math.round(plot.left + axis.rule * plot.width) + 0.5;
  const at = plot.top - 5;
  const middle = (ends: readonly [number, number]) =>
    plot.left + ((ends[0] + ends[1]) / 2) * plot.width;
  const room = (ends: readonly [number, number]) =>
    Math.max(4, Math.floor(((ends[1] - ends[0]) * plot.width) / 6));
  return [
    {
      kind: 'line',
      ink: 'muted',
      alpha: 0.8,
      width: 1,
      dash: [],
      strokes: [[x, plot.top - 12, x, plot.top + plot.height]]
    },
    {
      kind: 'text',
      ink: 'muted',
      text: shorten(names.reference, room(axis.referenceEnds)),
      x: middle(axis.referenceEnds),
      y: at,
      align: 'middle'
    },
    {
      kind: 'text',
      ink: 'muted',
      text: shorten(names.primary, room(axis.analysisEnds)),
      x: middle(axis.analysisEnds),
      y: at,
      align: 'middle'
    }
  ];
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

function drawSpreads(layout: SeriesLayout, picture: SeriesPicture): Mark[] {
  return picture.spreads.flatMap(({ low, high }) =>
    (['reference', 'analysis'] as const).map((side): Mark => {
      return {
        kind: 'area',
        ink: side === 'reference' ? 'reference' : 'primary',
        alpha: 0.16,
        outlines: listAreas(layout, picture, side, low, high)
      };
    })
  );
}

function drawLine(layout: SeriesLayout, picture: SeriesPicture): Mark[] {
  return (['reference', 'analysis'] as const).map((side): Mark => {
    return {
      kind: 'line',
      ink: side === 'reference' ? 'reference' : 'primary',
      alpha: 1,
      width: 1.8,
      dash: [],
      strokes: listSteps(layout, picture, side, picture.line)
    };
  });
}

function sideOf(picture: SeriesPicture, side: 'reference' | 'analysis') {
  return side === 'analysis'
    ? { times: picture.times, read: (line: SeriesLine) => line.values }
    : { times: picture.referenceTimes, read: (line: SeriesLine) => line.reference };
}

/** The line of a side as steps, one per window, broken where a window has no value. */
function listSteps(
  { toX, y }: SeriesLayout,
  picture: SeriesPicture,
  side: 'reference' | 'analysis',
  line: SeriesLine
): number[][] {
  const { times, read } = sideOf(picture, side);
  const values = read(line);
  const strokes: number[][] = [];
  let stroke: number[] | undefined;
  times.forEach((time, i) => {
    const value = values[i];
    if (value === null || value === undefined) {
      stroke = undefined;
      return;
    }
    if (!stroke) {
      stroke = [];
      strokes.push(stroke);
    }
    const at = y.toPx(value);
    stroke.push(toX(time - picture.everyMs, side), at, toX(time, side), at);
  });
  return strokes;
}

function listAreas(
  layout: SeriesLayout,
  picture: SeriesPicture,
  side: 'reference' | 'analysis',
  low: SeriesLine,
  high: SeriesLine
): number[][] {
  const { values, reference } = high;
  // A window counts only where both edges have a value.
  const both = (a: readonly (number | null)[], b: readonly (number | null)[]) =>
    a.map((value, i) => (b[i] === null || b[i] === undefined ? null : value));
  const top = listSteps(layout, picture, side, {
    values: both(values, low.values),
    reference: both(reference, low.reference)
  });
  const bottom = listSteps(layout, picture, side, {
    values: both(low.values, values),
    reference: both(low.reference, reference)
  });
  return top.map((upper, i) => [...upper, ...reversePairs(bottom[i] ?? [])]);
}

function reversePairs(flat: readonly number[]): number[] {
  const reversed: number[] = [];
  for (let i = flat.length - 2; i >= 0; i -= 2) {
    reversed.push(flat[i] ?? 0, flat[i + 1] ?? 0);
  }
  return reversed;
}

function drawAlerts({ plot, y, toX }: SeriesLayout, picture: SeriesPicture): Mark[] {
  const at = picture.alerts.flatMap(i => {
    const [time, value] = [picture.times[i], picture.line.values[i]];
    return time === undefined || value === null || value === undefined
      ? []
      : [toX(time - picture.everyMs / 2, 'analysis'), clampTo(plot, y.toPx(value))];
  });
  return at.length === 0 ? [] : [{ kind: 'diamonds', ink: 'bad', size: 4.5, at }];
}

function drawMoment({ axis, plot, toX }: SeriesLayout, { moment }: LayoutOptions): Mark[] {
  if (moment === undefined || moment < axis.analysis.start || moment > axis.analysis.end) {
    return [];
  }
  const x = toX(moment, 'analysis');
  return [
    {
      kind: 'line',
      ink: 'accent',
      alpha: 1,
      width: 1.5,
      dash: [],
      strokes: [[x, plot.top, x, plot.top + plot.height]]
    },
    {
      kind: 'area',
      ink: 'accent',
      alpha: 1,
      outlines: [[x - 5, plot.top - 7, x + 5, plot.top - 7, x, plot.top]]
    }
  ];
}

function clampTo({ top, height }: Box, px: number): number {
  return Math.min(top + height, Math.max(top, px));
}
