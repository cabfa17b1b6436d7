import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useTheme } from '../app/theme-context.tsx';
import { useChartPicture } from './chart-context.ts';
import { CHART_MESSAGES } from './chart-messages.ts';
import { marksToSvg } from './marks-to-svg.ts';
import { readInks } from './paint-marks.ts';
import { layoutSeries } from './series-marks.ts';
import type { SeriesPicture } from './series-picture.ts';
import type { PlotEvents, PlotState, SeriesPlot } from './series-plot.ts';
import { SeriesReadout } from './series-readout.tsx';
import { snapSpan } from './snap-span.ts';
import { moveWindow } from './move-window.ts';

export interface SeriesChartProps {
  /** What it shows, for those who do not see it. */
  label: string;
  picture: SeriesPicture;
  formatValue: (value: number) => string;
  /** Numbers at the axis; absent: as the values. */
  formatTick?: (value: number) => string;
  /** Names of the data sets, over the two sides. */
  names: { reference: string; primary: string };
  height: number;
  /** ISO 8601, right-open. */
  range?: { start: string; end: string } | undefined;
  /** A range was chosen, or (undefined) given up. Without it nothing can be brushed. */
  onRange?: (range: { start: string; end: string } | undefined) => void;
  /** The window that is looked at: its right edge, ISO 8601. */
  moment?: string | undefined;
  onMoment?: (moment: string | undefined) => void;
  /** Charts of one group share the pointer. */
  group?: string;
  /** An answer to a newer question is on its way. */
  isStale?: boolean;
}

type Hover = Parameters<PlotEvents['onHover']>[0];

/**
 * A metric over windows of time: reference and analysis on one axis, a step per window, the reference's usual range,
 * limits, alerts, and faint bars of rows. A drag chooses a range, a press a window; arrows move it.
 */
export function SeriesChart(props: SeriesChartProps) {
  const { label, picture, formatValue, names, height, range, moment, group, isStale } = props;
  const { formatTick = formatValue } = props;
  const t = useTranslate(CHART_MESSAGES);
  const format = useFormat();
  const { revision } = useTheme();
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<SeriesPlot | undefined>(undefined);
  const [hover, setHover] = useState<Hover>(null);
  const [width, setWidth] = useState(0);
  const state: PlotState = {
    picture,
    options: {
      locale: format.locale,
      formatTick,
      names,
      moment: moment === undefined ? undefined : Date.parse(moment)
    },
    range: range ? { start: Date.parse(range.start), end: Date.parse(range.end) } : null
  };
  const latest = useRef({ props, state, height });
  latest.current = { props, state, height };

  useEffect(() => {
    const target = box.current;
    if (!target) {
      return;
    }
    let isClosed = false;
    const observer = new ResizeObserver(() => {
      const next = Math.floor(target.clientWidth);
      setWidth(next);
      plot.current?.resize(next, latest.current.height);
    });
    observer.observe(target);
    // The chart library comes with the first chart.
    void import('./series-plot.ts').then(({ SeriesPlot }) => {
      if (!isClosed) {
        const events: PlotEvents = {
          onHover: setHover,
          onBrush: span => {
            const { onRange, picture } = latest.current.props;
            onRange?.(span ? toRange(snapSpan(picture, span)) : undefined);
          },
          onPress: ms => {
            const { onMoment, picture } = latest.current.props;
            const index = picture.times.findIndex(time => ms < time);
            const time = picture.times[index === -1 ? picture.times.length - 1 : index];
            onMoment?.(time === undefined ? undefined : new Date(time).toISOString());
          }
        };
        plot.current = new SeriesPlot(target, latest.current.state, events, {
          width: Math.max(1, Math.floor(target.clientWidth)),
          height: latest.current.height,
          group
        });
      }
    });
    return () => {
      isClosed = true;
      observer.disconnect();
      plot.current?.close();
      plot.current = undefined;
    };
  }, [group]);

  const drawn = JSON.stringify([state.options, state.range]);
  useEffect(() => plot.current?.update(latest.current.state), [picture, drawn, formatTick]);
  useEffect(() => plot.current?.recolor(), [revision]);
  useEffect(() => {
    const target = box.current;
    if (target) {
      plot.current?.resize(Math.max(1, Math.floor(target.clientWidth)), height);
    }
  }, [height]);

  useChartPicture(() => {
    const target = box.current;
    if (!target) {
      return undefined;
    }
    const size = { width: Math.max(240, width), height };
    const { marks } = layoutSeries(picture, { ...state.options, ...size });
    const font = getComputedStyle(target).fontFamily;
    return marksToSvg(marks, readInks(target), { ...size, font });
  });

  const current = hover ?? chosenWindow(picture, state.options.moment);
  return (
    <div className="series" data-stale={isStale === true}>
      <SeriesReadout
        picture={picture}
        at={current}
        isChosen={hover === null}
        formatValue={formatValue}
      />
      <div
        ref={box}
        className="series-plot"
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, picture.times.length - 1)}
        aria-valuenow={
          current?.side === 'analysis' ? current.index : Math.max(0, picture.times.length - 1)
        }
        aria-valuetext={
          current?.side === 'analysis'
            ? `${format.dateTime(picture.times[current.index] ?? 0)}: ${describe(picture, current.index)}`
            : t('noWindow')
        }
        aria-description={t('chartKeys')}
        style={{ height }}
        onKeyDown={event => press(event, props)}
      />
    </div>
  );

  function describe({ line, alerts }: SeriesPicture, index: number): string {
    const value = line.values[index];
    const words = value === null || value === undefined ? t('noValue') : formatValue(value);
    return alerts.includes(index) ? `${words}, ${t('alert')}` : words;
  }
}

function chosenWindow(picture: SeriesPicture, moment: number | undefined): Hover {
  const index = moment === undefined ? -1 : picture.times.indexOf(moment);
  return index === -1 ? null : { side: 'analysis', index };
}

function toRange({ start, end }: { start: number; end: number }) {
  return { start: new Date(start).toISOString(), end: new Date(end).toISOString() };
}

function press(event: KeyboardEvent, props: SeriesChartProps): void {
  const { picture, range, moment, onRange, onMoment } = props;
  const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (step !== undefined) {
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey) {
      onRange?.(growRange(picture, range, step));
    } else {
      onMoment?.(moveWindow(picture, moment, step));
    }
  } else if (event.key === 'Escape' && moment !== undefined && onMoment) {
    event.preventDefault();
    event.stopPropagation();
    onMoment(undefined);
  }
}

/** Moves the right edge of a range by windows; a new range begins with the last window. */
function growRange(
  picture: SeriesPicture,
  range: SeriesChartProps['range'],
  step: number
): { start: string; end: string } {
  const { start, end } = picture.analysis;
  const last = range
    ? { start: Date.parse(range.start), end: Date.parse(range.end) }
    : { start: end - picture.everyMs, end };
  const moved = Math.min(
    end,
    Math.max(last.start + picture.everyMs, last.end + step * picture.everyMs)
  );
  return range
    ? toRange({ start: last.start, end: moved })
    : toRange({ start: Math.max(start, last.start), end: last.end });
}
