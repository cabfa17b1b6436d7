import { useLayoutEffect, useRef } from 'react';
import { useCard } from './use-point.ts';
import type { LegendGroup } from './legend.ts';
import { CardView } from './card-view.tsx';

const OFFSET = 16;

/** The card beside the point under the pointer; it keeps inside the map and out of the pointer's way. */
export function HoverCard({
  hash,
  point,
  place,
  group
}: {
  hash: string;
  point: number;
  place: { x: number; y: number };
  group: LegendGroup | undefined;
}) {
  const { data: card, isPlaceholderData } = useCard(hash, point);
  const box = useRef<HTMLDivElement>(null);
  const { x, y } = place;
  useLayoutEffect(() => {
    const element = box.current;
    const frame = element?.offsetParent;
    if (!element || !(frame instanceof HTMLElement)) {
      return;
    }
    const fitsRight = x + OFFSET + element.offsetWidth < frame.clientWidth;
    const left = fitsRight ? x + OFFSET : Math.max(4, x - OFFSET - element.offsetWidth);
    const top = Math.max(4, Math.min(y - 20, frame.clientHeight - element.offsetHeight - 4));
    element.style.transform = `translate(${left}px, ${top}px)`;
  });
  if (!card || isPlaceholderData) {
    return null;
  }
  return (
    <div ref={box} className="hover-card" role="tooltip">
      <CardView card={card} group={group} />
    </div>
  );
}
