/** Rows that are measured together: the entries `from` to `to` of `list`, or without one the positions `from` to `to` themselves. */
export interface RowSet {
  readonly list: Uint32Array | null;
  readonly from: number;
  readonly to: number;
}
