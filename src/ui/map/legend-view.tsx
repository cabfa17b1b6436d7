import { useState } from 'react';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { DatasetMark } from '../parts/dataset-mark.tsx';
import { Icon } from '../parts/icon.tsx';
import type { Legend, LegendGroup } from './legend.ts';
import { MAP_MESSAGES } from './map-messages.ts';

/** Groups with their counts; each is a switch, Alt leaves only that one. */
export function LegendView({
  legend,
  what,
  off,
  onOff
}: {
  legend: Legend;
  what: string;
  off: ReadonlySet<number>;
  onOff: (off: ReadonlySet<number>) => void;
}) {
  const t = useTranslate(MAP_MESSAGES);
  // On a narrow page a long legend would cover the points.
  const [isFolded, setFolded] = useState(() => innerWidth < 760 && legend.groups.length > 4);
  const codes = legend.groups.map(({ code }) => code);
  const toggle = (code: number, isAlone: boolean) => {
    if (isAlone) {
      const others = codes.filter(other => other !== code);
      const isAlready = others.every(other => off.has(other)) && !off.has(code);
      onOff(new Set(isAlready ? [] : others));
      return;
    }
    const next = new Set(off);
    if (!next.delete(code)) {
      next.add(code);
    }
    onOff(next);
  };
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
        <ul>
          {legend.groups.map(group => (
            <LegendLine
              key={group.code}
              group={group}
              isOff={off.has(group.code)}
              onToggle={isAlone => toggle(group.code, isAlone)}
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

function LegendLine({
  group,
  isOff,
  onToggle
}: {
  group: LegendGroup;
  isOff: boolean;
  onToggle: (isAlone: boolean) => void;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const format = useFormat();
  const { label, count, color, role } = group;
  return (
    <li>
      <button
        type="button"
        className="legend-line"
        role="switch"
        aria-checked={!isOff}
        aria-label={`${t('legendShow', { label })}, ${format.number(count)}`}
        title={label}
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
    </li>
  );
}
