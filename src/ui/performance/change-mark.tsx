import './change-mark.css';
import { useTranslate } from '../app/locale-context.tsx';
import type { MetricChange } from './metric-change.ts';
import { PERFORMANCE_MESSAGES } from './performance-messages.ts';

const SIGNS = { up: '▲', down: '▼', none: '=' } as const;

/** A difference with a sign for its direction and a word for what it means: never a color alone. */
export function ChangeMark({
  change,
  isShort = false
}: {
  change: MetricChange;
  isShort?: boolean;
}) {
  const t = useTranslate(PERFORMANCE_MESSAGES);
  const { text, isInPoints, direction, verdict } = change;
  const word = t(verdict);
  return (
    <span className="change" data-verdict={verdict} title={word}>
      <span aria-hidden="true">{SIGNS[direction]}</span>
      <span>{verdict === 'same' ? '' : isInPoints ? t('points', { value: text }) : text}</span>
      <span className={isShort ? 'visually-hidden' : 'change-word'}>{word}</span>
    </span>
  );
}
