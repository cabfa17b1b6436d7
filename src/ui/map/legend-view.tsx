import { type KeyboardEvent, useState } from 'react';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { DatasetMark } from '../parts/dataset-mark.tsx';
import { Icon } from '../parts/icon.tsx';
import type { Legend, LegendGroup } from './legend.ts';
import { switchedOff } from './legend-switch.ts';
import { MAP_MESSAGES } from './map-messages.ts';

/** Groups with their counts; each is a switch, and leaves only itself with Alt or by its own button. */
export function LegendView({
  legend,
  what,
  counts,
  off,
  onOff
}: {
  legend: Legend;
  what: string;
  /** Points per code that the other filters leave; null while nobody knows. */
  counts: Uint32Array | null;
  off: ReadonlySet<number>;
  onOff: (off: ReadonlySet<number>) => void;
}) {
  const t = useTranslate(MAP_MESSAGES);
  // On a narrow page a long legend would cover the points, on a small one any.
  const [isFolded, setFolded] = useState(
    () => innerWidth < 420 || (innerWidth < 760 && legend.groups.length > 4)
  );
  // The list is one stop of the Tab key; arrows go through it.
  const [stop, setStop] = useState(0);
  const codes = legend.groups.map(({ code }) => code);
  return (
    <section className="legend" aria-label={t('legendFor', { what })}>
      <button
        type="button"
        className="legend-head"
        aria-expanded={!isFolded}
        title={isFolded ? t('unfoldLegend') : t('foldLegend')}
        onClick={() => setFolded(!isFolded)}
      >
        <span>{what}</span>
        <Icon name={isFolded ? 'up' : 'down'} size={12} />
      </button>
      {!isFolded && (
        <ul onKeyDown={event => setStop(moveFocus(event, codes.length) ?? stop)}>
          {legend.groups.map((group, i) => (
            <LegendLine
              key={group.code}
              group={group}
              count={counts?.[group.code] ?? group.count}
              isOff={off.has(group.code)}
              isStop={i === Math.min(stop, codes.length - 1)}
              hasOthers={codes.length > 1}
              onToggle={isAlone => onOff(switchedOff(codes, off, group.code, isAlone))}
            />
          ))}
        </ul>
      )}
      {!isFolded && off.size > 0 && (
        <button type="button" className="button legend-all" onClick={() => onOff(new Set())}>
          {t('legendAll')}
        </button>
      )}
    </section>
  );
}

/** Arrows, Home and End go from switch to switch; returns the one that has the focus now. */
function moveFocus(event: KeyboardEvent<HTMLElement>, count: number): number | undefined {
  const switches = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="switch"]')];
  const at = switches.findIndex(one => one.parentElement?.contains(event.target as Node));
  const next = new Map([
    ['ArrowDown', Math.min(count - 1, at + 1)],
    ['ArrowUp', Math.max(0, at - 1)],
    ['Home', 0],
    ['End', count - 1]
  ]).get(event.key);
  if (next !== undefined) {
    event.preventDefault();
    switches[next]?.focus();
  }
  return next;
}

function LegendLine({
  group,
  count,
  isOff,
  isStop,
  hasOthers,
  onToggle
}: {
  group: LegendGroup;
  count: number;
  isOff: boolean;
  isStop: boolean;
  hasOthers: boolean;
  onToggle: (isAlone: boolean) => void;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const format = useFormat();
  const { label, color, role } = group;
  return (
    <li>
      <button
        type="button"
        className="legend-line"
        role="switch"
        aria-checked={!isOff}
        aria-label={`${t('legendShow', { label })}, ${format.number(count)}`}
        title={`${label}\n${t('legendHow')}`}
        tabIndex={isStop ? 0 : -1}
        onClick={event => onToggle(event.altKey)}
      >
        {role ? (
          <DatasetMark role={role} size={11} />
        ) : (
          <span className="legend-swatch" style={{ background: color }} />
        )}
        <span className="legend-label">{label}</span>
        <span className="legend-count">{format.number(count)}</span>
      </button>
      {hasOthers && (
        <button
          type="button"
          className="legend-only"
          aria-label={t('legendOnlyThis', { label })}
          tabIndex={isStop ? 0 : -1}
          onClick={() => onToggle(true)}
        >
          {t('legendOnly')}
        </button>
      )}
    </li>
  );
}
