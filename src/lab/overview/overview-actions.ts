import type { PanelSort } from './session-overview.ts';

/** What the parts of the overview can do. */
export interface OverviewActions {
  /** Shows the app at a place, as `app-place.ts` writes it; without one, where it was. */
  openAt(id: string, place?: string): void;
  setFilter(filter: string): void;
  setSort(sort: PanelSort): void;
  /** Puts the selected rows into the variable `sel` of the session's notebook. */
  takeSelection(id: string): Promise<void>;
}
