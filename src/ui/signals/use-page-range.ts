import type { SessionState } from '../../contract/session.ts';
import type { Where } from '../../contract/view-state.ts';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import { fittingGranularity, type Granularity, listGranularities } from '../strip/granularity.ts';
import type { Range } from '../strip/presets.ts';
import { useRange } from '../strip/use-strip-range.ts';

/** All primary rows of the window, which the range of the panel narrows. */
const WINDOW_ROWS: Where = { dataset: 'primary', conditions: [] };

/** The range, the window and the distance of windows that the charts of a page share. */
export function usePageRange(
  session: SessionState,
  extent: Range | undefined
): {
  granularity: Granularity;
  range: Range | undefined;
  onRange: (range: Range | undefined) => void;
  moment: string | undefined;
  onMoment: (moment: string | undefined) => void;
  names: { primary: string; reference: string };
} {
  const { update } = useNavigation();
  const asked = useViewState('granularity');
  const moment = useViewState('moment');
  const range = useRange();
  const length = extent ? Date.parse(extent.end) - Date.parse(extent.start) : 0;
  return {
    granularity:
      asked !== undefined && listGranularities(length).includes(asked)
        ? asked
        : fittingGranularity(length),
    range,
    onRange: next => update({ range: next, moment: undefined }),
    moment,
    onMoment: next => update({ moment: next, where: next === undefined ? undefined : WINDOW_ROWS }),
    names: {
      primary: session.datasets.primary?.name ?? 'primary',
      reference: session.datasets.reference?.name ?? session.datasets.primary?.name ?? 'reference'
    }
  };
}
