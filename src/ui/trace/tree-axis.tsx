import { type PointerEvent, useRef, useState } from 'react';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useWidth } from '../charts/use-width.ts';
import { formatLatency } from '../parts/format-span.ts';
import { formatTick, listTicks, tickStep } from './clock-ticks.ts';
import { placeOf, shareOf } from './trace-clock.ts';
import { TRACE_MESSAGES } from './trace-messages.ts';
import type { TreeState } from './use-tree-state.ts';
import { zoomTo } from './zoom-clock.ts';

/** Room for one mark with its words. */
const TICK_PX = 60;
/** A shorter drag is a press that trembled. */
const LEAST_DRAG_PX = 4;

/** The time axis over the bars: marks at round moments; a stretch drawn on it is looked at closer. */
export function TreeAxis({ state }: { state: TreeState }) {
  const t = useTranslate(TRACE_MESSAGES);
  const format = useFormat();
  const { clock, view, zoom } = state;
  const time = useRef<HTMLDivElement>(null);
  const width = useWidth(time);
  const drag = useDrag(state);
  const length = view.endUs - view.startUs;
  const count = Math.max(1, width / TICK_PX);
  const ticks = listTicks(length, count, view.startUs - clock.startUs);
  const step = tickStep(length, count);
  const window = placeOf(view.startUs, view.endUs, clock);
  return (
    <div className="tree-axis" role="none" aria-hidden="true">
      <div className="tree-name" />
      <div ref={time} className="tree-time tree-axis-time" title={t('axis')} {...drag.handlers}>
        {ticks.map(at => {
          const share = shareOf(clock.startUs + at, view);
          // The length of the axis stands at its end.
          return (
            share * width < width - 0.9 * TICK_PX && (
              <span key={at} style={{ left: `${100 * share}%` }}>
                {formatTick(format, at, step)}
              </span>
            )
          );
        })}
        {zoom && <div className="tree-axis-window" style={window} />}
        {drag.stretch && <div className="tree-axis-stretch" style={drag.stretch} />}
      </div>
      <div className="tree-latency">{formatLatency(format, length)}</div>
    </div>
  );
}

/** A stretch of the axis that is drawn by the pointer; a double click shows all of the trace. */
function useDrag({ clock, view, setZoom }: TreeState) {
  const [ends, setEnds] = useState<[from: number, to: number]>();
  const shareAt = ({ currentTarget, clientX }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, (clientX - left) / width));
  };
  const [from, to] = ends ? [Math.min(...ends), Math.max(...ends)] : [0, 0];
  return {
    stretch: ends && { left: `${100 * from}%`, width: `${100 * (to - from)}%` },
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        if (event.button === 0) {
          event.currentTarget.setPointerCapture(event.pointerId);
          const at = shareAt(event);
          setEnds([at, at]);
        }
      },
      onPointerMove: (event: PointerEvent) => {
        if (ends) {
          setEnds([ends[0], shareAt(event)]);
        }
      },
      onPointerUp: (event: PointerEvent) => {
        const length = view.endUs - view.startUs;
        if ((to - from) * event.currentTarget.getBoundingClientRect().width >= LEAST_DRAG_PX) {
          setZoom(zoomTo(clock, view.startUs + from * length, view.startUs + to * length));
        }
        setEnds(undefined);
      },
      onPointerCancel: () => setEnds(undefined),
      onDoubleClick: () => setZoom(undefined)
    }
  };
}
