import type { ViewState } from '../../contract/view-state.ts';
import type { TimeWindow } from './compose-mask.ts';

/** The window of the view-state: the days before the chosen moment (§7.8.2), else the brushed range; null for all times. */
export function windowOf(
  { range, moment }: Pick<ViewState, 'range' | 'moment'>,
  momentMs: number
): TimeWindow | null {
  const endMs = moment === undefined ? NaN : Date.parse(moment);
  return (
    toWindow(endMs - momentMs, endMs) ??
    (range ? toWindow(Date.parse(range.start), Date.parse(range.end)) : null)
  );
}

/** Addresses are edited by hand: what is no time narrows nothing. */
function toWindow(startMs: number, endMs: number): TimeWindow | null {
  return Number.isNaN(startMs) || Number.isNaN(endMs) ? null : { startMs, endMs };
}
