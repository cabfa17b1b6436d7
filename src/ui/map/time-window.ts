import type { ViewState } from '../../contract/view-state.ts';
import type { TimeWindow } from './compose-mask.ts';

/** A chosen moment stands for the two days before it (§7.8.2). */
export const MOMENT_MS = 2 * 24 * 60 * 60 * 1000;

/** The window of the view-state: the brushed range, else the days before the chosen moment; null for all times. */
export function windowOf({
  range,
  moment
}: Pick<ViewState, 'range' | 'moment'>): TimeWindow | null {
  if (range) {
    return toWindow(Date.parse(range.start), Date.parse(range.end));
  }
  const endMs = moment === undefined ? NaN : Date.parse(moment);
  return toWindow(endMs - MOMENT_MS, endMs);
}

/** Addresses are edited by hand: what is no time narrows nothing. */
function toWindow(startMs: number, endMs: number): TimeWindow | null {
  return Number.isNaN(startMs) || Number.isNaN(endMs) ? null : { startMs, endMs };
}
