import 'uplot/dist/uPlot.min.css';
import UPlot from 'uplot';
import { type Inks, paintMarks, readInks } from './paint-marks.ts';
import { type Box, layoutSeries, type LayoutOptions, type SeriesLayout } from './series-marks.ts';
import type { SeriesPicture } from './series-picture.ts';
import type { Span } from './time-axis.ts';

export interface PlotEvents {
  /** A window of either side is under the pointer, here or in a chart of the same group. */
  onHover: (at: { side: 'reference' | 'analysis'; index: number } | null) => void;
  onBrush: (span: Span | null) => void;
  onPress: (ms: number) => void;
}

export interface PlotState {
  picture: SeriesPicture;
  options: Omit<LayoutOptions, 'width' | 'height'>;
  range: Span | null;
}

/** Less than this is a press, not a brush. */
const DRAG_PX = 4;

/**
 * The canvas of a series: uPlot keeps the canvas, the cursor and the group of charts that share it; what is drawn are
 * our marks.
 */
export class SeriesPlot {
  readonly #target: HTMLElement;
  readonly #events: PlotEvents;
  readonly #plot: UPlot;
  #state: PlotState;
  #layout: SeriesLayout;
  #inks: Inks;

  constructor(
    target: HTMLElement,
    state: PlotState,
    events: PlotEvents,
    { width, height, group }: { width: number; height: number; group: string | undefined }
  ) {
    this.#target = target;
    this.#events = events;
    this.#state = state;
    this.#inks = readInks(target);
    this.#layout = layoutSeries(state.picture, { ...state.options, width, height });
    this.#plot = new UPlot(
      {
        width,
        height,
        padding: paddingOf(this.#layout.plot, width, height),
        legend: { show: false },
        select: { show: true, left: 0, top: 0, width: 0, height: 0 },
        scales: {
          x: { time: false, range: () => [0, 1] },
          y: { range: () => [...this.#layout.y.domain] }
        },
        axes: [{ show: false }, { show: false }],
        series: [
          {},
          { paths: () => null, points: { show: false }, stroke: () => this.#inks.primary }
        ],
        cursor: {
          y: false,
          drag: { x: false, y: false, setScale: false },
          points: { size: 7, width: 0, fill: () => this.#inks.text },
          ...(group !== undefined && { sync: { key: group, scales: ['x', null] } })
        },
        hooks: {
          ready: [() => this.#showRange()],
          draw: [plot => this.#paint(plot)],
          setCursor: [plot => events.onHover(this.#windowAt(plot.cursor.idx))]
        }
      },
      dataOf(state.picture, this.#layout),
      target
    );
    this.#listen();
  }

  update(state: PlotState): void {
    const isOther = state.picture !== this.#state.picture;
    this.#state = state;
    this.#layOut(this.#plot.width, this.#plot.height);
    if (isOther) {
      this.#plot.setData(dataOf(state.picture, this.#layout));
    } else {
      this.#plot.redraw(false);
    }
    this.#showRange();
  }

  resize(width: number, height: number): void {
    this.#layOut(width, height);
    this.#plot.setSize({ width, height });
    this.#showRange();
  }

  /** Reads the colors again and draws with them. */
  recolor(): void {
    this.#inks = readInks(this.#target);
    this.#plot.redraw(false);
  }

  readonly readLayout = (): SeriesLayout => this.#layout;

  close(): void {
    this.#plot.destroy();
  }

  #layOut(width: number, height: number): void {
    this.#layout = layoutSeries(this.#state.picture, { ...this.#state.options, width, height });
  }

  #paint({ ctx }: UPlot): void {
    const ratio = UPlot.pxRatio;
    ctx.save();
    ctx.scale(ratio, ratio);
    const font = getComputedStyle(this.#target).fontFamily;
    paintMarks(ctx, this.#layout.marks, this.#inks, font);
    ctx.restore();
  }

  #windowAt(index: number | null | undefined) {
    if (index === null || index === undefined) {
      return null;
    }
    const before = this.#layout.axis.reference ? this.#state.picture.referenceTimes.length : 0;
    return index < before
      ? { side: 'reference' as const, index }
      : { side: 'analysis' as const, index: index - before };
  }

  #showRange(): void {
    const { range } = this.#state;
    const { axis } = this.#layout;
    // From the layout: before the library's first turn its elements have no size.
    const { width, height } = this.#layout.plot;
    if (!range || range.end <= axis.analysis.start || range.start >= axis.analysis.end) {
      this.#plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
      return;
    }
    const left = axis.toPosition(Math.max(range.start, axis.analysis.start), 'analysis') * width;
    const right = axis.toPosition(Math.min(range.end, axis.analysis.end), 'analysis') * width;
    this.#plot.setSelect({ left, top: 0, width: Math.max(2, right - left), height }, false);
  }

  /** Press and brush. Listeners end with the element they are on. */
  #listen(): void {
    const { over } = this.#plot;
    let pressedAt: number | undefined;
    const positionOf = ({ clientX }: PointerEvent) => {
      const { left, width } = over.getBoundingClientRect();
      return Math.min(1, Math.max(0, (clientX - left) / Math.max(1, width)));
    };
    const spanFrom = (from: number, to: number): Span => {
      const { toTime } = this.#layout.axis;
      return { start: toTime(Math.min(from, to)), end: toTime(Math.max(from, to)) };
    };
    const isDrag = (from: number, to: number) =>
      Math.abs(from - to) * over.getBoundingClientRect().width > DRAG_PX;
    over.addEventListener('pointerdown', event => {
      if (event.button === 0) {
        pressedAt = positionOf(event);
        over.setPointerCapture(event.pointerId);
      }
    });
    over.addEventListener('pointermove', event => {
      const at = positionOf(event);
      if (pressedAt !== undefined && isDrag(pressedAt, at)) {
        const { width, height } = over.getBoundingClientRect();
        const least = this.#layout.axis.analysisEnds[0];
        const [left, right] = [Math.min(pressedAt, at), Math.max(pressedAt, at)].map(
          position => Math.max(least, position) * width
        ) as [number, number];
        this.#plot.setSelect({ left, top: 0, width: right - left, height }, false);
      }
    });
    over.addEventListener('pointerup', event => {
      const from = pressedAt;
      const at = positionOf(event);
      pressedAt = undefined;
      if (from === undefined) {
        return;
      }
      const least = this.#layout.axis.analysisEnds[0];
      if (isDrag(from, at)) {
        const span = spanFrom(from, at);
        this.#events.onBrush(span.end > span.start ? span : null);
        this.#showRange();
      } else if (at >= least) {
        this.#events.onPress(this.#layout.axis.toTime(at));
      }
    });
    over.addEventListener('pointercancel', () => {
      pressedAt = undefined;
      this.#showRange();
    });
  }
}

/** Middles of the windows of both sides, so that the nearest one is the one under the pointer; and their values. */
function dataOf(picture: SeriesPicture, { axis }: SeriesLayout): UPlot.AlignedData {
  const half = picture.everyMs / 2;
  const middles: number[] = [];
  const values: (number | null)[] = [];
  if (axis.reference) {
    picture.referenceTimes.forEach((time, i) => {
      middles.push(axis.toPosition(time - half, 'reference'));
      values.push(picture.line.reference[i] ?? null);
    });
  }
  picture.times.forEach((time, i) => {
    middles.push(axis.toPosition(time - half, 'analysis'));
    values.push(picture.line.values[i] ?? null);
  });
  return [middles, values];
}

function paddingOf(plot: Box, width: number, height: number): UPlot.Padding {
  return [plot.top, width - plot.left - plot.width, height - plot.top - plot.height, plot.left];
}
