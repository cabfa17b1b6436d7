import { type CSSProperties, type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useTranslate } from '../app/locale-context.tsx';
import { PART_MESSAGES } from './part-messages.ts';

const STEP = 0.02;

/** The edge between two parts of its parent: it is dragged, or moved by the arrow keys; Home gives the parts their usual sizes. */
export function Splitter({
  label,
  isUpright,
  share,
  usual,
  least,
  most,
  className = '',
  style,
  onShare
}: {
  label: string;
  /** The parts stand beside each other, not one over the other. */
  isUpright: boolean;
  /** Of the parent's size, for the first part. */
  share: number;
  usual: number;
  least: number;
  most: number;
  className?: string;
  style?: CSSProperties;
  onShare: (share: number) => void;
}) {
  const t = useTranslate(PART_MESSAGES);
  const isDragged = useRef(false);
  const give = (next: number) => onShare(Math.min(most, Math.max(least, next)));
  const press = (event: KeyboardEvent) => {
    const steps = isUpright
      ? { ArrowLeft: -STEP, ArrowRight: STEP }
      : { ArrowUp: -STEP, ArrowDown: STEP };
    const step = new Map(Object.entries(steps)).get(event.key);
    if (step !== undefined || event.key === 'Home') {
      event.preventDefault();
      // Arrows go through lists, too.
      event.stopPropagation();
      give(step === undefined ? usual : share + step);
    }
  };
  const drag = ({ currentTarget, clientX, clientY }: PointerEvent) => {
    const box = isDragged.current && currentTarget.parentElement?.getBoundingClientRect();
    if (box) {
      give(isUpright ? (clientX - box.left) / box.width : (clientY - box.top) / box.height);
    }
  };
  const end = () => {
    isDragged.current = false;
  };
  return (
    <div
      className={`splitter ${isUpright ? 'splitter-upright' : 'splitter-level'} ${className}`}
      style={style}
      role="separator"
      aria-orientation={isUpright ? 'vertical' : 'horizontal'}
      aria-label={label}
      aria-valuenow={Math.round(100 * share)}
      aria-valuemin={Math.round(100 * least)}
      aria-valuemax={Math.round(100 * most)}
      title={t('splitHow')}
      tabIndex={0}
      onKeyDown={press}
      onDoubleClick={() => give(usual)}
      onPointerDown={event => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        isDragged.current = true;
      }}
      onPointerMove={drag}
      onPointerUp={end}
      onPointerCancel={end}
    />
  );
}

/** What an earlier page kept as a share; anything else is none. */
export function readShare(json: unknown): number | null {
  return typeof json === 'number' && json > 0 && json < 1 ? json : null;
}
