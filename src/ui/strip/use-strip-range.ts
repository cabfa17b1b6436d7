import { useMemo } from 'react';
import type { SessionState } from '../../contract/session.ts';
import { useKeys } from '../app/keyboard-context.tsx';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useScopeChips } from '../app/scope-context.tsx';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import {
  fittingGranularity,
  type Granularity,
  GRANULARITY_MS,
  listGranularities
} from './granularity.ts';
import { extentOf, rangeOf } from './extent-of.ts';
import { moveMoment, moveRange } from './move-range.ts';
import { findPreset, type Preset, type Range, presetRange } from './presets.ts';
import { STRIP_MESSAGES } from './strip-messages.ts';

export interface StripRange {
  /** Whole days around all rows of the primary. */
  extent: Range;
  /** Absent: everything. */
  range: Range | undefined;
  preset: Preset | undefined;
  granularity: Granularity;
  /** What the reader chose; absent: what fits. */
  chosen: Granularity | undefined;
  granularities: readonly Granularity[];
  choosePreset: (preset: Preset) => void;
  chooseRange: (range: Range | undefined) => void;
  chooseGranularity: (granularity: Granularity | undefined) => void;
  move: (step: -1 | 1) => void;
}

/** All times of the primary in whole days of the browser's zone; undefined where there is no series to see. */
export function useExtent(session: SessionState): Range | undefined {
  const { primary } = session.datasets;
  return useMemo(() => extentOf(primary), [primary]);
}

/** The range of the view-state, if it is one. */
export function useRange(): Range | undefined {
  return rangeOf(useViewState('range'));
}

/** The range all places share, what changes it, and how finely time is cut. A new range leaves the window behind. */
export function useStripRange(session: SessionState, extent: Range): StripRange {
  const { update } = useNavigation();
  const range = useRange();
  const asked = useViewState('granularity');
  const moment = useViewState('moment');
  const length = Date.parse(extent.end) - Date.parse(extent.start);
  const granularities = listGranularities(length);
  const chosen = asked !== undefined && granularities.includes(asked) ? asked : undefined;
  const granularity = chosen ?? fittingGranularity(length);
  const { startTime, endTime } = session.datasets.primary ?? {};
  const bookends = { start: startTime ?? extent.start, end: endTime ?? extent.end };
  const chooseRange = (next: Range | undefined) => update({ range: next, moment: undefined });
  return {
    extent,
    range,
    preset: findPreset(range, bookends),
    granularity,
    chosen,
    granularities,
    chooseRange,
    choosePreset: preset =>
      chooseRange(preset === 'all' ? undefined : presetRange(preset, bookends)),
    chooseGranularity: next => update({ granularity: next, moment: undefined }),
    move: step => {
      const everyMs = GRANULARITY_MS[granularity];
      if (moment === undefined) {
        chooseRange(moveRange(range, extent, everyMs, step));
      } else {
        update({ moment: moveMoment(moment, extent, everyMs, step) });
      }
    }
  };
}

/** `[` and `]` move the window that is looked at, else the range. */
export function useRangeKeys({ move }: Pick<StripRange, 'move'>): void {
  const t = useTranslate(STRIP_MESSAGES);
  useKeys([
    { keys: '[', label: t('previous'), run: () => move(-1) },
    { keys: ']', label: t('next'), run: () => move(1) }
  ]);
}

/** The window that is looked at as a chip of the scope; taking it away goes back to the range. */
export function useMomentChip(windowMs: number | undefined): void {
  const t = useTranslate(STRIP_MESSAGES);
  const format = useFormat();
  const moment = useViewState('moment');
  const { update } = useNavigation();
  const end = moment === undefined ? NaN : Date.parse(moment);
  useScopeChips(
    'moment',
    moment === undefined || Number.isNaN(end) || windowMs === undefined
      ? []
      : [
          {
            id: 'moment',
            label: t('windowChip', {
              range: format.window(end - windowMs, end)
            }),
            removal: t('removeWindow'),
            onRemove: () => update({ moment: undefined, where: undefined })
          }
        ]
  );
}
