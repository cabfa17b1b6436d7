import { useRef } from 'react';
import { useChartPicture } from './chart-context.ts';
import { chooseDomain, extentOf, linearScale, niceTicks } from './scale.ts';
import { svgOfElement } from './svg-of-element.ts';
import { useWidth } from './use-width.ts';
import { ValueGrid } from './value-grid.tsx';

export interface MetricBar {
  name: string;
  value: number | null;
  isAlert: boolean;
}

const LEFT_PX = 44;
const RIGHT_PX = 10;
const TOP_PX = 6;
const BOTTOM_PX = 18;
const MIN_SLOT_PX = 10;
const LETTER_PX = 6.2;

/** One number per column side by side, for data without times: as many as there is room for. */
export function MetricBars({
  bars,
  limit,
  height,
  label,
  current,
  formatValue,
  formatTick,
  onPress
}: {
  bars: readonly MetricBar[];
  /** A limit that all bars share. */
  limit: number | null;
  height: number;
  label: string;
  current: string | undefined;
  formatValue: (value: number) => string;
  /** Numbers at the axis. */
  formatTick: (value: number) => string;
  onPress: (name: string) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const width = useWidth(box);
  useChartPicture(() => (svg.current ? svgOfElement(svg.current) : undefined));
  const room = Math.max(1, width - LEFT_PX - RIGHT_PX);
  const shown = bars.slice(0, Math.floor(room / MIN_SLOT_PX));
  const slot = Math.min(96, room / Math.max(1, shown.length));
  const y = linearScale(
    chooseDomain(extentOf(shown.map(({ value }) => value)), { fromZero: true, limits: [limit] }),
    [height - BOTTOM_PX, TOP_PX]
  );
  const zero = y.toPx(0);
  const ticks = niceTicks(...y.domain, 3);
  return (
    <div ref={box} className="bar-pairs" style={{ height }}>
      {width > 0 && (
        <svg
          ref={svg}
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          role="group"
          aria-label={label}
        >
          <ValueGrid
            ticks={ticks}
            toPx={y.toPx}
            left={LEFT_PX}
            right={width - RIGHT_PX}
            formatTick={formatTick}
          />
          {shown.map(({ name, value, isAlert }, i) => {
            const words = `${name}: ${value === null ? '–' : formatValue(value)}`;
            const top = value === null ? zero : Math.min(zero, y.toPx(value));
            const length = value === null ? 0 : Math.abs(zero - y.toPx(value));
            return (
              <g
                key={name}
                className="bar-pair"
                role="button"
                tabIndex={0}
                aria-label={words}
                data-current={name === current}
                onClick={() => onPress(name)}
                onKeyDown={event => {
                  if (event.key === 'Enter' || event.key === ' ') {
                    event.preventDefault();
                    onPress(name);
                  }
                }}
              >
                <title>{words}</title>
                <rect
                  className="bar-ground"
                  data-not-in-file
                  x={LEFT_PX + i * slot}
                  y={TOP_PX}
                  width={slot}
                  height={height - BOTTOM_PX - TOP_PX}
                />
                <rect
                  className={isAlert ? 'bar-alert' : 'bar-primary'}
                  x={LEFT_PX + i * slot + slot * 0.15}
                  width={slot * 0.7}
                  y={top}
                  height={length}
                />
                {slot > 3 * LETTER_PX && (
                  <text
                    className="chart-tick"
                    x={LEFT_PX + (i + 0.5) * slot}
                    y={height - 5}
                    textAnchor="middle"
                  >
                    {shorten(name, slot / LETTER_PX - 1)}
                  </text>
                )}
              </g>
            );
          })}
          {limit !== null && limit >= y.domain[0] && limit <= y.domain[1] && (
            <line
              className="chart-limit"
              x1={LEFT_PX}
              x2={width - RIGHT_PX}
              y1={y.toPx(limit)}
              y2={y.toPx(limit)}
            />
          )}
        </svg>
      )}
    </div>
  );
}

function shorten(text: string, length: number): string {
  const room = Math.max(2, Math.floor(length));
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`;
}
