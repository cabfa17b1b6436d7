import type { Layout } from '../../contract/map.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import type { CloudStatus } from '../cloud/cloud.ts';
import { MAP_MESSAGES } from './map-messages.ts';

/** What is drawn, of what sample, of what data, made how: always in view. */
export function HonestNumbers({
  layout,
  status,
  dimmed,
  hidden,
  outside,
  onChange,
  onSelectShown
}: {
  layout: Layout;
  status: CloudStatus | null;
  dimmed: number;
  hidden: number;
  /** Points outside the window of time. */
  outside: number;
  onChange: () => void;
  onSelectShown: (() => void) | undefined;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const format = useFormat();
  const { count, available, parameters, seconds } = layout;
  const total = available.primary + available.reference + available.corpus;
  const drawn = status?.drawn ?? 0;
  const parts = [
    drawn < count && drawn > 0
      ? t('drawnMoving', { drawn: format.compact(drawn), count: format.compact(count) })
      : null,
    t('drawnOf', { count, total }),
    count < total ? t('perSet', { samples: parameters.nSamples }) : null,
    outside > 0 ? t('outsideCount', { count: outside }) : null,
    hidden > 0 ? t('hiddenCount', { count: hidden }) : null,
    dimmed > 0 ? t('dimmedCount', { count: dimmed }) : null,
    parameters.seed === null ? t('noSeed') : t('seed', { seed: String(parameters.seed) }),
    t('took', { time: format.duration(1000 * seconds) })
  ].filter(part => part !== null);
  return (
    <p className="honest" aria-label={t('numbers')}>
      {status?.reason && <strong className="honest-reason">{status.reason}</strong>}
      {parts.map(part => (
        <span key={part}>{part}</span>
      ))}
      {onSelectShown && (
        <button
          type="button"
          className="honest-change"
          title={t('selectShownHow')}
          onClick={onSelectShown}
        >
          {t('selectShown')}
        </button>
      )}
      {count < total && (
        <button type="button" className="honest-change" onClick={onChange}>
          {t('change')}
        </button>
      )}
    </p>
  );
}
