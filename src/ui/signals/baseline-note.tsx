import type { SessionState } from '../../contract/session.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useBaseline } from '../app/queries.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { useExtent } from '../strip/use-strip-range.ts';
import { presetRange, type Range } from '../strip/presets.ts';
import { SIGNALS_MESSAGES } from './signals-messages.ts';
import { useRules } from './use-rules.ts';

const TWO_WEEKS_MS = 14 * 24 * 3_600_000;

/** The start of the data that can stand in for a reference: a week, or half of what lasts less than two. */
export function firstPart({ start, end }: Range): { range: Range; isWeek: boolean } {
  const [first, last] = [Date.parse(start), Date.parse(end)];
  if (last - first >= TWO_WEEKS_MS) {
    return { range: presetRange('firstWeek', { start, end }), isWeek: true };
  }
  const middle = first + Math.max(60_000, Math.floor((last - first) / 2 / 60_000) * 60_000);
  return {
    range: {
      start: new Date(first).toISOString(),
      end: new Date(middle).toISOString()
    },
    isWeek: false
  };
}

/** Where there is no reference data set: what is missing, and how a part of the data takes its place. */
export function BaselineNote({ session }: { session: SessionState }) {
  const t = useTranslate(SIGNALS_MESSAGES);
  const format = useFormat();
  const { data: baseline } = useBaseline();
  const { putBaseline } = useRules();
  const extent = useExtent(session);
  const { startTime, endTime } = session.datasets.primary ?? {};
  if (session.datasets.reference || baseline === undefined) {
    return null;
  }
  if (baseline) {
    return (
      <p className="signals-note">
        <span>{t('baselineSet', { range: format.range(baseline.start, baseline.end) })}</span>
        <ActionButton
          label={t('baselineOff')}
          kind="outline"
          onPress={() => void putBaseline(null, baseline, t('baselineGone'))}
        />
      </p>
    );
  }
  const first =
    extent && startTime && endTime ? firstPart({ start: startTime, end: endTime }) : undefined;
  return (
    <p className="signals-note">
      <span>{t('noReference')}</span>
      {first && (
        <ActionButton
          label={first.isWeek ? t('useFirstWeek') : t('useFirstHalf')}
          kind="outline"
          onPress={() =>
            void putBaseline(
              first.range,
              null,
              t('baselineDone', { range: format.range(first.range.start, first.range.end) })
            )
          }
        />
      )}
    </p>
  );
}
