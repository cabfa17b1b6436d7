import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { CHART_MESSAGES } from './chart-messages.ts';
import type { SeriesPicture } from './series-picture.ts';

/** What the window under the pointer, or the chosen one, holds; a line that is always there, so that nothing jumps. */
export function SeriesReadout({
  picture,
  at,
  isChosen,
  formatValue
}: {
  picture: SeriesPicture;
  at: { side: 'reference' | 'analysis'; index: number } | null;
  isChosen: boolean;
  formatValue: (value: number) => string;
}) {
  const t = useTranslate(CHART_MESSAGES);
  const format = useFormat();
  if (!at) {
    return <p className="series-readout" aria-hidden="true" />;
  }
  const isAnalysis = at.side === 'analysis';
  const time = (isAnalysis ? picture.times : picture.referenceTimes)[at.index];
  const value = (isAnalysis ? picture.line.values : picture.line.reference)[at.index];
  const count = isAnalysis ? picture.counts[at.index] : undefined;
  const isAlert = isAnalysis && picture.alerts.includes(at.index);
  return (
    <p className="series-readout" data-chosen={isChosen} aria-hidden="true">
      {time !== undefined && (
        <span>
          {format.range(
            new Date(time - picture.windowMs).toISOString(),
            new Date(time).toISOString()
          )}
        </span>
      )}
      <strong data-side={at.side}>
        {value === null || value === undefined ? t('noValue') : formatValue(value)}
      </strong>
      {count !== undefined && <span>{t('rows', { count })}</span>}
      {isAlert && <span className="series-alert">◆ {t('alert')}</span>}
    </p>
  );
}
