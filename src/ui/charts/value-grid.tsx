/** Horizontal lines of a chart of bars with their numbers, from `left` to `right` in pixels. */
export function ValueGrid({
  ticks,
  toPx,
  left,
  right,
  formatTick
}: {
  ticks: readonly number[];
  toPx: (value: number) => number;
  left: number;
  right: number;
  formatTick: (value: number) => string;
}) {
  return ticks.map(tick => {
    const y = Math.round(toPx(tick)) + 0.5;
    return (
      <g key={tick}>
        <line className="chart-grid" x1={left} x2={right} y1={y} y2={y} />
        <text className="chart-tick" x={left - 6} y={toPx(tick) + 4} textAnchor="end">
          {formatTick(tick)}
        </text>
      </g>
    );
  });
}
