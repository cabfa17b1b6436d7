import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { CHART_MESSAGES } from './chart-messages.ts';
import type { SeriesPicture } from './series-picture.ts';

/** What is usual, and what is allowed. */
function AtRest({
  picture: { band, limits },
  formatValue
}: {
  picture: SeriesPicture;
  formatValue: (value: number) => string;
}) {
  const t = useTranslate(CHART_MESSAGES);
  const format = useFormat();
  const { lower = null, upper = null, by } = limits ?? {};
  const words = [lower, upper].filter(limit => limit !== null).map(formatValue);
  const side = lower === null ? 'alertAbove' : upper === null ? 'alertBelow' : 'alertOutside';
  const reason =
    by?.kind !== 'deviations'
      ? ''
      : by.least === undefined
        ? t('byDeviations', { k: format.number(by.k) })
        : t('byLarger', { least: formatValue(by.least), k: format.number(by.k) });
  return (
    <p className="series-readout" aria-hidden="true">
      {band && (
        <span>
          <span className="legend-band" />
          {t('usual', { low: formatValue(band.low), high: formatValue(band.high) })}
        </span>
      )}
      {words.length > 0 && (
        <span
          title={`${t(side, { limit: words.join(' – ') })}${reason === '' ? '' : ` (${reason})`}`}
        >
          <span className="legend-limit" />
          {t('limit', { limit: words.join(' – ') })}
        </span>
      )}
    </p>
  );
}

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
    return <AtRest picture={picture} formatValue={formatValue} />;
  }
  const isAnalysis = at.side === 'analysis';
  const time = (isAnalysis ? picture.times : picture.referenceTimes)[at.index];
  const value = (isAnalysis ? picture.line.values : picture.line.reference)[at.index];
  const count = isAnalysis ? picture.counts[at.index] : undefined;
  const isAlert = isAnalysis && picture.alerts.includes(at.index);
  return (
    <p className="series-readout" data-chosen={isChosen} aria-hidden="true">
      {time !== undefined && <span>{format.window(time - picture.windowMs, time)}</span>}
      <strong data-side={at.side}>
        {value === null || value === undefined ? t('noValue') : formatValue(value)}
      </strong>
      {isAlert && <span className="series-alert">◆ {t('alert')}</span>}
      {count !== undefined && <span>{t('rows', { count })}</span>}
    </p>
  );
}
