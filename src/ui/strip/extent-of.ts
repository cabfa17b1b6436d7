import type { SessionState } from '../../contract/session.ts';
import type { ViewState } from '../../contract/view-state.ts';
import { wholeDays } from '../../contract/whole-days.ts';
import type { Range } from './presets.ts';

/** All times of a data set in whole days of the browser's zone; undefined where there is no series to see. */
export function extentOf(dataset: SessionState['datasets']['primary']): Range | undefined {
  return dataset ? wholeDays(dataset.startTime, dataset.endTime) : undefined;
}

/** The range of a view-state, if it is one. */
export function rangeOf(range: ViewState['range']): Range | undefined {
  return range && Date.parse(range.start) < Date.parse(range.end) ? range : undefined;
}
