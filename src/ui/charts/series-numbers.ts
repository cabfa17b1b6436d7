import type { Format } from '../app/format.ts';
import type { Translate } from '../app/messages.ts';
import type { CHART_MESSAGES } from './chart-messages.ts';
import type { ChartNumbers } from './chart-table.tsx';
import type { SeriesPicture } from './series-picture.ts';

/** The windows of a series as a table: those of the analysis, the newest first, then those of the reference. */
export function seriesNumbers(
  picture: SeriesPicture,
  {
    t,
    format,
    formatValue,
    names,
    valueLabel
  }: {
    t: Translate<typeof CHART_MESSAGES>;
    format: Format;
    formatValue: (value: number) => string;
    names: { reference: string; primary: string };
    valueLabel: string;
  }
): ChartNumbers {
  const { times, counts, line, referenceTimes, windowMs } = picture;
  const alerts = new Set(picture.alerts);
  const spreads = picture.spreads.flatMap(({ low, high }) => [low, high]);
  const write = (value: number | null | undefined) =>
    value === null || value === undefined ? '–' : formatValue(value);
  return {
    columns: [
      { label: t('time'), weight: 1.3 },
      { label: t('dataset'), weight: 1.2 },
      { label: valueLabel, isNumber: true },
      ...spreads.map((_, i) => ({ label: `${valueLabel} ${i + 1}`, isNumber: true })),
      { label: t('rowCount'), isNumber: true },
      { label: t('isAlert'), weight: 0.6 }
    ],
    rowCount: times.length + referenceTimes.length,
    readRow(row) {
      const i = row < times.length ? times.length - 1 - row : row - times.length;
      const isAnalysis = row < times.length;
      const time = (isAnalysis ? times : referenceTimes)[i] ?? 0;
      return [
        format.window(time - windowMs, time),
        isAnalysis ? names.primary : names.reference,
        write((isAnalysis ? line.values : line.reference)[i]),
        ...spreads.map(spread => write((isAnalysis ? spread.values : spread.reference)[i])),
        isAnalysis ? format.number(counts[i] ?? 0) : '–',
        isAnalysis && alerts.has(i) ? '◆' : ''
      ];
    }
  };
}
