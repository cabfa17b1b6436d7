import * as v from 'valibot';
import { DatasetRoleSchema } from './session.ts';

export const SELECTION_MODES = ['replace', 'add', 'remove', 'toggle'] as const;
export type SelectionMode = (typeof SELECTION_MODES)[number];
export const SelectionModeSchema = v.picklist(SELECTION_MODES);

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

/**
 * `PUT /api/selection`: rows named in one of three ways.
 * `rows` are positions after sorting by time (§2.6.4), `source` positions in the frame as it was handed over,
 * both as runs `[start, length, start, length, …]`; `ids` are prediction ids.
 */
export const SetSelection = v.strictObject({
  mode: v.optional(SelectionModeSchema, 'replace'),
  parts: v.array(
    v.variant('by', [
      v.strictObject({ by: v.literal('rows'), dataset: DatasetRoleSchema, runs: v.array(Count) }),
      v.strictObject({ by: v.literal('source'), dataset: DatasetRoleSchema, runs: v.array(Count) }),
      v.strictObject({
        by: v.literal('ids'),
        /** Absent: every data set that has the id. */
        dataset: v.optional(DatasetRoleSchema),
        ids: v.array(v.string())
      })
    ])
  )
});
export type SetSelection = v.InferOutput<typeof SetSelection>;

/** `GET /api/selection` and the `selection` event. */
export interface SelectionState {
  /** Grows with every change. */
  revision: number;
  count: number;
  counts: { primary: number; reference: number; corpus: number };
  canUndo: boolean;
  canRedo: boolean;
}

/** Header of the frame `GET /api/layouts/:hash/selection`; section: selected u8 bitset, point i = bit i & 7 of byte i >> 3. */
export interface SelectedPointsHeader {
  revision: number;
  count: number;
}
