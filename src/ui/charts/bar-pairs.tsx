import { useRef } from 'react';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useChartPicture } from './chart-context.ts';
import { CHART_MESSAGES } from './chart-messages.ts';
import { linearScale, niceTicks } from './scale.ts';
import { svgOfElement } from './svg-of-element.ts';
import { useWidth } from './use-width.ts';
import { ValueGrid } from './value-grid.tsx';

export interface BarPair {
  key: string;
  /** As people read the bin. */
  label: string;
  /** Under the left edge of the bar, where bars stand edge to edge; absent: the label stands under the middle. */
  edge?: string;
  /** 0…1 of each data set; null when it has none at all. */
  primary: number | null;
  reference: number | null;
}

export interface BarPairsProps {
  bars: readonly BarPair[];
  /** Under the right edge of the last of the bars that have edges. */
  lastEdge?: string;
  /** Names of the data sets. */
  names: { primary: string; reference: string };
  height: number;
  label: string;
  /** The bar whose rows are shown. */
  current?: string | undefined;
  onPress?: (key: string) => void;
  isStale?: boolean;
}

const LEFT_PX = 40;
const RIGHT_PX = 8;
const TOP_PX = 8;
const BOTTOM_PX = 20;
/** Of a few bins the bars keep the shape of bars. */
const MOST_BAR_PX = 44;
/** A label needs this much, or every second one is left out. */
const LETTER_PX = 6.2;

/** Shares of both data sets per bin on one axis: primary as a filled bar, reference as an outlined one behind it. */
export function BarPairs(props: BarPairsProps) {
  const { bars, lastEdge, names, height, label, current, onPress, isStale = false } = props;
  const t = useTranslate(CHART_MESSAGES);
  const format = useFormat();
  const box = useRef<HTMLDivElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const width = useWidth(box);
  useChartPicture(() => (svg.current ? svgOfElement(svg.current) : undefined));

  const most = Math.max(0.001, ...bars.flatMap(bar => [bar.primary ?? 0, bar.reference ?? 0]));
  const bottom = height - BOTTOM_PX;
  const y = linearScale([0, most], [bottom, TOP_PX]);
  const slot = Math.max(1, (width - LEFT_PX - RIGHT_PX) / Math.max(1, bars.length));
  const x = (i: number) => LEFT_PX + i * slot;
  const ticks = niceTicks(0, most, Math.max(2, Math.floor((bottom - TOP_PX) / 34)));
  const edges = bars.filter(({ edge }) => edge !== undefined).length;
  const longest = Math.max(...bars.map(bar => (bar.edge ?? bar.label).length), 1);
  const every = Math.max(1, Math.ceil((Math.min(longest, 12) * LETTER_PX + 8) / slot));
  const last = edges > 0 && (edges === bars.length || every === 1) ? lastEdge : undefined;
  // The last edge ends where the bars do: who would reach under it gives way.
  const isFree = (i: number, written: string) =>
    last === undefined || (edges - i) * slot >= LETTER_PX * (last.length + written.length / 2) + 4;
  const describe = (bar: BarPair) =>
    [
      bar.label,
      ...(['primary', 'reference'] as const).flatMap(role => {
        const share = bar[role];
        return share === null
          ? []
          : [t('share', { percent: format.percent(share, 1), name: names[role] })];
      })
    ].join(', ');
  return (
    <div ref={box} className="bar-pairs" data-stale={isStale} style={{ height }}>
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
            formatTick={tick => format.percent(tick, most < 0.05 ? 1 : 0)}
          />
          {bars.map((bar, i) => (
            <Bar
              key={bar.key}
              bar={bar}
              x={x(i)}
              slot={slot}
              y={y.toPx}
              bottom={bottom}
              label={describe(bar)}
              isCurrent={bar.key === current}
              onPress={onPress}
            />
          ))}
          {bars.map((bar, i) => {
            const isEdge = bar.edge !== undefined;
            return (
              i % every === 0 &&
              (!isEdge || isFree(i, bar.edge ?? '')) && (
                <text
                  key={bar.key}
                  className="chart-tick"
                  x={isEdge ? x(i) : x(i) + slot / 2}
                  y={bottom + 15}
                  textAnchor="middle"
                >
                  {shorten(bar.edge ?? bar.label, (slot * every - 6) / LETTER_PX)}
                </text>
              )
            );
          })}
          {last !== undefined && (
            <text className="chart-tick" x={x(edges)} y={bottom + 15} textAnchor="end">
              {last}
            </text>
          )}
        </svg>
      )}
    </div>
  );
}

function Bar({
  bar,
  x,
  slot,
  y,
  bottom,
  label,
  isCurrent,
  onPress
}: {
  bar: BarPair;
  x: number;
  slot: number;
  y: (value: number) => number;
  bottom: number;
  label: string;
  isCurrent: boolean;
  onPress: ((key: string) => void) | undefined;
}) {
  const hasBoth = bar.primary !== null && bar.reference !== null;
  const gap = Math.max(Math.min(6, slot * 0.14), (slot - (hasBoth ? 2 : 1) * MOST_BAR_PX) / 2);
  const inner = Math.max(1, slot - 2 * gap);
  const each = hasBoth ? inner / 2 : inner;
  const reference = bar.reference !== null && (
    <rect
      className="bar-reference"
      x={x + gap + (hasBoth ? each : 0) + 0.75}
      width={Math.max(1, each - 1.5)}
      y={y(bar.reference) + 0.75}
      height={Math.max(0, bottom - y(bar.reference) - 0.75)}
    />
  );
  const primary = bar.primary !== null && (
    <rect
      className="bar-primary"
      x={x + gap}
      width={each}
      y={y(bar.primary)}
      height={Math.max(0, bottom - y(bar.primary))}
    />
  );
  return (
    <g
      className="bar-pair"
      data-current={isCurrent}
      {...(onPress && {
        role: 'button',
        tabIndex: 0,
        'aria-label': label,
        'aria-pressed': isCurrent,
        onClick: () => onPress(bar.key),
        onKeyDown: (event: React.KeyboardEvent) => {
          if (event.key === 'Enter' || event.key === ' ') {
            event.preventDefault();
            onPress(bar.key);
          }
        }
      })}
    >
      <title>{label}</title>
      <rect
        className="bar-ground"
        data-not-in-file
        x={x}
        y={TOP_PX}
        width={slot}
        height={bottom - TOP_PX}
      />
      {primary}
      {reference}
      <line
        className="chart-base"
        x1={x}
        x2={x + slot}
        y1={Math.round(bottom) + 0.5}
        y2={Math.round(bottom) + 0.5}
      />
    </g>
  );
}

function shorten(text: string, length: number): string {
  const room = Math.max(2, Math.floor(length));
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`;
}
