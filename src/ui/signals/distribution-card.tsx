import { useMemo } from 'react';
import type { SegmentsAnswer } from '../../contract/metrics.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { BarPairs } from '../charts/bar-pairs.tsx';
import { ChartCard } from '../charts/chart-card.tsx';
import { formatMetric, formatShare } from '../charts/format-metric.ts';
import { segmentsCall } from '../charts/python-calls.ts';
import { DatasetMark } from '../parts/dataset-mark.tsx';
import type { Range } from '../strip/presets.ts';
import { labelOf, toBars } from './bins.ts';
import { SIGNALS_MESSAGES } from './signals-messages.ts';

const HEIGHT_PX = 236;
/** More bars than this are too thin to press. */
const MOST_BARS = 30;

/** How the values lie in both data sets, bin by bin. A press on a bar shows its rows. */
export function DistributionCard({
  answer,
  names,
  range,
  isWindow,
  isStale,
  current,
  onPress
}: {
  answer: SegmentsAnswer | undefined;
  names: { primary: string; reference: string };
  range: Range | undefined;
  isWindow: boolean;
  isStale: boolean;
  current: string | undefined;
  onPress: (bin: string) => void;
}) {
  const t = useTranslate(SIGNALS_MESSAGES);
  const format = useFormat();
  const segments = useMemo(() => answer?.segments ?? [], [answer]);
  const { bars, lastEdge } = useMemo(
    () =>
      toBars(segments, { format, isTime: answer?.isTime }, { empty: t('empty'), most: MOST_BARS }),
    [segments, answer?.isTime, format, t]
  );
  const title = isWindow ? t('distributionWindow') : t('distribution');
  return (
    <ChartCard
      title={title}
      height={HEIGHT_PX}
      className="distribution"
      head={
        <ul className="legend-names">
          {(['primary', 'reference'] as const)
            .filter(role => answer?.totals[role] !== null)
            .map(role => (
              <li key={role}>
                <DatasetMark role={role} size={9} />
                <span>{names[role]}</span>
              </li>
            ))}
          {segments.length > bars.length && (
            <li>{t('topOf', { shown: bars.length, total: segments.length })}</li>
          )}
        </ul>
      }
      aside={
        answer?.psi === null || answer?.psi === undefined ? undefined : (
          <>
            {t('psi')} <strong>{formatMetric('psi', answer.psi, format)}</strong>
          </>
        )
      }
      python={answer && segmentsCall(answer.dimension, range)}
      numbers={{
        columns: [
          { label: t('bin') },
          { label: names.primary, isNumber: true },
          { label: names.reference, isNumber: true },
          { label: t('psi'), isNumber: true }
        ],
        rowCount: segments.length,
        readRow(i) {
          const segment = segments[i];
          return segment
            ? [
                labelOf(segment, { format, isTime: answer?.isTime }, t('empty')),
                formatShare(segment.primaryShare, format),
                formatShare(segment.referenceShare, format),
                formatMetric('psi', segment.psi, format)
              ]
            : [];
        }
      }}
    >
      {answer && segments.length === 0 ? (
        <p className="muted chart-nothing" style={{ height: HEIGHT_PX }}>
          {t('noSegments')}
        </p>
      ) : (
        <BarPairs
          bars={bars}
          {...(lastEdge !== undefined && { lastEdge })}
          names={names}
          height={HEIGHT_PX}
          label={title}
          current={current}
          onPress={onPress}
          isStale={isStale}
        />
      )}
    </ChartCard>
  );
}
