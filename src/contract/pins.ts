import * as v from 'valibot';

/** The two sets of rows that can be kept to compare them. */
export const PIN_IDS = ['a', 'b'] as const;
export const PinId = v.picklist(PIN_IDS);
export type PinId = v.InferOutput<typeof PinId>;

/** Path of `PUT` and `DELETE /api/pins/:pin`. */
export const PinPath = v.object({ pin: PinId });

export interface Pin {
  /** Where the rows came from, in the reader's words. */
  name: string;
  count: number;
  counts: { primary: number; reference: number; corpus: number };
  /** Grows with every set that is kept. */
  revision: number;
}

/** `GET /api/pins` and the `pins` event. They last as long as the data. */
export type Pins = Record<PinId, Pin | null>;

/** Header of the frame `GET /api/layouts/:hash/pins`; sections: a u8 and b u8, bitsets over the points. */
export interface PinnedPointsHeader {
  /** Points of the layout in each set. */
  counts: Record<PinId, number>;
}
