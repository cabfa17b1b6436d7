import { type PointerEvent, useRef, useState } from 'react';
import type { Side } from '../../contract/metrics.ts';
import { useChartPicture } from '../charts/chart-context.ts';
import { linearScale, niceTicks } from '../charts/scale.ts';
import { svgOfElement } from '../charts/svg-of-element.ts';
import { useWidth } from '../charts/use-width.ts';

export interface CurvePoint {
  x: number;
  y: number;
  /** As it is told when the pointer is near. */
  label: string;
}

export interface CurveChartProps {
  label: string;
  lines: readonly { side: Side; points: readonly CurvePoint[] }[];
  /** Rows per stretch of x, as faint bars at the foot. */
  bars?: readonly { low: number; high: number; count: number; label: string }[];
  x: { domain: readonly [number, number]; label: string; format: (value: number) => string };
  y: { domain: readonly [number, number]; label: string; format: (value: number) => string };
  height: number;
  hasDots: boolean;
  isStale?: boolean;
}

const LEFT_PX = 52;
const RIGHT_PX = 12;
const TOP_PX = 8;
const BOTTOM_PX = 34;
/** The bars take this much of the height at most. */
const BARS_SHARE = 0.28;
/** How near the pointer has to be. */
const NEAR_PX = 26;

/** Curves of both data sets against the diagonal, on which they would be perfect (or, for a ROC, by chance). */
export function CurveChart({
  label,
  lines,
  bars = [],
  x,
  y,
  height,
  hasDots,
  isStale
}: CurveChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const width = useWidth(box);
  const [near, setNear] = useState<{ side: Side; point: CurvePoint }>();
  useChartPicture(() => (svg.current ? svgOfElement(svg.current) : undefined));
  const bottom = height - BOTTOM_PX;
  const right = Math.max(LEFT_PX + 1, width - RIGHT_PX);
  const toX = linearScale(x.domain, [LEFT_PX, right]).toPx;
  const toY = linearScale(y.domain, [bottom, TOP_PX]).toPx;
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const toHeight = (count: number) => (count / most) * (bottom - TOP_PX) * BARS_SHARE;
  const [from, to] = [Math.max(x.domain[0], y.domain[0]), Math.min(x.domain[1], y.domain[1])];
  const look = (event: PointerEvent<SVGSVGElement>) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const [px, py] = [event.clientX - left, event.clientY - top];
    let best: { side: Side; point: CurvePoint } | undefined;
    let least = NEAR_PX;
    for (const { side, points } of lines) {
      for (const point of points) {
        const distance = Math.hypot(toX(point.x) - px, toY(point.y) - py);
        if (distance < least) {
          [best, least] = [{ side, point }, distance];
        }
      }
    }
    setNear(best);
  };
  return (
    <div className="curve" data-stale={isStale === true}>
      <p className="curve-readout" data-side={near?.side} aria-hidden="true">
        {near?.point.label}
      </p>
      <div ref={box} style={{ height }}>
        {width > 0 && (
          <svg
            ref={svg}
            width={width}
            height={height}
            viewBox={`0 0 ${width} ${height}`}
            role="img"
            aria-label={label}
            onPointerMove={look}
            onPointerLeave={() => setNear(undefined)}
          >
            {bars.map(bar => (
              <rect
                key={bar.low}
                className="curve-bar"
                x={toX(bar.low) + 1}
                width={Math.max(1, toX(bar.high) - toX(bar.low) - 2)}
                y={bottom - toHeight(bar.count)}
                height={toHeight(bar.count)}
              >
                <title>{bar.label}</title>
              </rect>
            ))}
            {niceTicks(y.domain[0], y.domain[1], Math.floor((bottom - TOP_PX) / 36)).map(tick => (
              <g key={tick}>
                <line
                  className="chart-grid"
                  x1={LEFT_PX}
                  x2={right}
                  y1={toY(tick)}
                  y2={toY(tick)}
                />
                <text className="chart-tick" x={LEFT_PX - 6} y={toY(tick) + 4} textAnchor="end">
                  {y.format(tick)}
                </text>
              </g>
            ))}
            <line className="chart-base" x1={LEFT_PX} x2={right} y1={bottom} y2={bottom} />
            {niceTicks(x.domain[0], x.domain[1], Math.max(2, Math.floor(width / 90))).map(tick => (
              <text
                key={tick}
                className="chart-tick"
                x={toX(tick)}
                y={bottom + 14}
                textAnchor={tick === x.domain[1] ? 'end' : 'middle'}
              >
                {x.format(tick)}
              </text>
            ))}
            <text
              className="chart-tick"
              x={(LEFT_PX + right) / 2}
              y={height - 4}
              textAnchor="middle"
            >
              {x.label}
            </text>
            <text
              className="chart-tick"
              x={-(TOP_PX + bottom) / 2}
              y={11}
              transform="rotate(-90)"
              textAnchor="middle"
            >
              {y.label}
            </text>
            {to > from && (
              <line
                className="curve-diagonal"
                x1={toX(from)}
                y1={toY(from)}
                x2={toX(to)}
                y2={toY(to)}
              />
            )}
            {lines.toReversed().map(({ side, points }) => (
              <g key={side} className={`curve-${side}`}>
                <path
                  className="curve-line"
                  d={points
                    .map(
                      (point, i) =>
                        `${i === 0 ? 'M' : 'L'}${round(toX(point.x))} ${round(toY(point.y))}`
                    )
                    .join('')}
                />
                {hasDots &&
                  points.map((point, i) => (
                    <circle
                      key={i}
                      className="curve-dot"
                      cx={toX(point.x)}
                      cy={toY(point.y)}
                      r={side === 'primary' ? 3.6 : 3}
                    />
                  ))}
              </g>
            ))}
            {near && (
              <circle
                className="curve-near"
                data-not-in-file
                cx={toX(near.point.x)}
                cy={toY(near.point.y)}
                r={6}
              />
            )}
          </svg>
        )}
      </div>
    </div>
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
