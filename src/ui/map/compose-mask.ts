import { LEVEL } from '../cloud/cloud.ts';
import { hasBit } from './bits.ts';

export interface MaskParts {
  count: number;
  dataset: Uint8Array;
  /** The group (color) of each point. */
  codes: Uint8Array;
  selected: Uint8Array | null;
  /** Data sets the reader took away. */
  hidden: readonly boolean[];
  /** Groups the reader switched off in the legend: dimmed, never hidden. */
  off: ReadonlySet<number>;
  /** While a cluster is pointed at: only its points stand out. */
  spotlight: { cluster: Int32Array; id: number } | null;
}

export interface Mask {
  levels: Uint8Array;
  /** Points outside the filter: dimmed or taken away. */
  dimmed: number;
  hidden: number;
  selected: number;
}

/** One byte per point: what filters, selection and the pointer make of it. */
export function composeMask(parts: MaskParts): Mask {
  const { count, dataset, codes, selected, hidden, off, spotlight } = parts;
  const levels = new Uint8Array(count);
  const mask = { levels, dimmed: 0, hidden: 0, selected: 0 };
  const isOff = Uint8Array.from({ length: 256 }, (_, code) => Number(off.has(code)));
  for (let i = 0; i < count; i++) {
    if (hidden[dataset[i] ?? 0]) {
      mask.hidden++;
    } else if (selected !== null && hasBit(selected, i)) {
      levels[i] = LEVEL.selected;
      mask.selected++;
    } else if (isOff[codes[i] ?? 0] === 1) {
      levels[i] = LEVEL.context;
      mask.dimmed++;
    } else {
      const isLit = spotlight === null || spotlight.cluster[i] === spotlight.id;
      levels[i] = isLit ? LEVEL.shown : LEVEL.context;
    }
  }
  return mask;
}
