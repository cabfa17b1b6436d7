import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import type { TraceSummary } from '../../contract/traces.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useWidth } from '../charts/use-width.ts';
import { latencyShare, placeMarks } from './latency-scale.ts';
import { formatLatency } from './span-numbers.ts';
import { TRACES_MESSAGES } from './traces-messages.ts';

const LABEL_PX = 30;
const MARKS = ['p50', 'p95', 'p99'] as const;

interface Props {
  summary: TraceSummary;
  /** A stretch of latencies was chosen: from `fromUs` to before `toUs`. */
  onNarrow: (fromUs: number, toUs: number) => void;
}

/** Bars that are drawn together, first and last. */
interface Stretch {
  from: number;
  to: number;
}

/** How long spans took, those with an error in red, with percentiles. A press on a bar, or a stretch of bars by dragging or Shift with arrows, narrows the filter. */
export function LatencyChart({ summary: { histogram, latency }, onNarrow }: Props) {
  const t = useTranslate(TRACES_MESSAGES);
  const format = useFormat();
  const { edges, counts, errors } = histogram;
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const { stretch, focus, handlers } = useStretch(histogram, onNarrow);
  const most = Math.max(1, ...counts);
  const isChosen = (i: number) => stretch !== undefined && i >= stretch.from && i <= stretch.to;
  const marks = latency
    ? placeMarks(
        MARKS.map(name => ({ name, share: latencyShare(latency[name], edges) })),
        width,
        LABEL_PX
      )
    : [];
  return (
    <div ref={box} className="latency-chart" hidden={counts.length === 0}>
      <svg className="latency-marks" width={width} height={60} aria-hidden="true">
        {marks.map(({ name, x, label }) => (
          <g key={name}>
            <path d={`M${label} 13 L${x} 19 V60`} />
            <text x={label} y={10}>
              {name}
            </text>
          </g>
        ))}
      </svg>
      <div className="latency-bars" role="group" aria-label={t('latencyHelp')} {...handlers}>
        {counts.map((count, i) => {
          const [from = 0, to = 0, bad = 0] = [edges[i], edges[i + 1], errors[i]];
          const label = t('latencyBar', {
            from: formatLatency(format, from),
            to: formatLatency(format, to),
            count,
            errors: bad
          });
          return (
            <button
              key={from}
              type="button"
              data-bar={i}
              data-chosen={isChosen(i)}
              aria-label={label}
              title={label}
              aria-disabled={count === 0}
              tabIndex={i === focus ? 0 : -1}
            >
              <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
                <rect y={1 - count / most} width="1" height={count / most} />
                <rect className="bad" y={1 - bad / most} width="1" height={bad / most} />
              </svg>
            </button>
          );
        })}
      </div>
      <p className="muted" aria-hidden="true">
        <span>{formatLatency(format, edges[0] ?? 0)}</span>
        <span>{formatLatency(format, edges.at(-1) ?? 0)}</span>
      </p>
    </div>
  );
}

/** Chooses bars by pointer and by keys. */
function useStretch({ edges, counts }: TraceSummary['histogram'], onNarrow: Props['onNarrow']) {
  const [stretch, setStretch] = useState<Stretch>();
  const [focus, setFocus] = useState(0);
  const start = useRef<number>();
  const commit = ({ from, to }: Stretch) => {
    setStretch(undefined);
    if (counts.slice(from, to + 1).some(count => count > 0)) {
      onNarrow(edges[from] ?? 0, edges[to + 1] ?? 0);
    }
  };
  const span = (a: number, b: number): Stretch => ({ from: Math.min(a, b), to: Math.max(a, b) });
  const barAt = ({ currentTarget, clientX }: PointerEvent<HTMLDivElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    const at = Math.floor(((clientX - left) / width) * counts.length);
    return Math.max(0, Math.min(counts.length - 1, at));
  };
  const move = (event: KeyboardEvent<HTMLDivElement>, bar: number) => {
    event.preventDefault();
    const to = Math.max(0, Math.min(counts.length - 1, bar));
    if (event.shiftKey) {
      start.current ??= focus;
      setStretch(span(start.current, to));
    } else {
      start.current = undefined;
      setStretch(undefined);
    }
    setFocus(to);
    event.currentTarget.querySelector<HTMLElement>(`[data-bar="${to}"]`)?.focus();
  };
  return {
    stretch,
    focus: Math.min(focus, counts.length - 1),
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
        if (event.button === 0) {
          event.currentTarget.setPointerCapture(event.pointerId);
          start.current = barAt(event);
          setFocus(start.current);
          setStretch(span(start.current, start.current));
        }
      },
      onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId) && start.current !== undefined) {
          setStretch(span(start.current, barAt(event)));
        }
      },
      onPointerUp: (event: PointerEvent<HTMLDivElement>) => {
        if (start.current !== undefined) {
          commit(span(start.current, barAt(event)));
          start.current = undefined;
        }
      },
      onPointerCancel: () => {
        start.current = undefined;
        setStretch(undefined);
      },
      onKeyDown: (event: KeyboardEvent<HTMLDivElement>) => {
        const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (step !== undefined) {
          move(event, focus + step);
        } else if (event.key === 'Home' || event.key === 'End') {
          move(event, event.key === 'Home' ? 0 : counts.length - 1);
        } else if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          commit(stretch ?? span(focus, focus));
          start.current = undefined;
        } else if (event.key === 'Escape' && stretch) {
          event.preventDefault();
          event.stopPropagation();
          start.current = undefined;
          setStretch(undefined);
        }
      }
    }
  };
}
