import { LEVEL } from '../cloud/cloud.ts';
import { type Bits, hasBit } from './bits.ts';

/** A window of time, right-open, in Unix milliseconds. */
export interface TimeWindow {
  startMs: number;
  endMs: number;
}

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
  /** Primary points outside are hidden, those without a time among them; the other sets stay. */
  window: (TimeWindow & { times: Float64Array }) | null;
  /** Bitset of the points that contain the text searched for; the others are dimmed. */
  matches: Uint8Array | null;
  /** While a cluster is pointed at: only its points stand out. */
  spotlight: { cluster: Int32Array; id: number } | null;
}

export interface Mask {
  levels: Uint8Array;
  /** Points that are not in full: switched off or without a match, in a data set that was taken away, outside the window. */
  dimmed: number;
  hidden: number;
  outside: number;
  selected: number;
  /** Points of each group, by code, that are in the window, in a set that is shown, and contain the text. */
  counts: Uint32Array;
}

const PRIMARY = 0;

/** One byte per point: what filters, selection and the pointer make of it. */
export function composeMask(parts: MaskParts): Mask {
  const { count, dataset, codes, selected, hidden, off, window, matches, spotlight } = parts;
  const levels = new Uint8Array(count);
  const counts = new Uint32Array(256);
  const mask = { levels, dimmed: 0, hidden: 0, outside: 0, selected: 0, counts };
  const isOff = Uint8Array.from({ length: 256 }, (_, code) => Number(off.has(code)));
  for (let i = 0; i < count; i++) {
    const set = dataset[i] ?? 0;
    if (hidden[set]) {
      mask.hidden++;
      continue;
    }
    if (window !== null && set === PRIMARY && !isWithin(window, window.times[i] ?? NaN)) {
      mask.outside++;
      continue;
    }
    const code = codes[i] ?? 0;
    const isMatch = matches === null || hasBit(matches, i);
    counts[code] = (counts[code] ?? 0) + Number(isMatch);
    if (selected !== null && hasBit(selected, i)) {
      levels[i] = LEVEL.selected;
      mask.selected++;
    } else if (!isMatch || isOff[code] === 1) {
      levels[i] = LEVEL.context;
      mask.dimmed++;
    } else {
      const isLit = spotlight === null || spotlight.cluster[i] === spotlight.id;
      levels[i] = isLit ? LEVEL.shown : LEVEL.context;
    }
  }
  return mask;
}

/** Bitset of the points that no filter takes away, whatever is selected or pointed at. */
export function bitsOfShown(parts: MaskParts): Bits {
  const { levels } = composeMask({ ...parts, selected: null, spotlight: null });
  const bits = new Uint8Array(Math.ceil(parts.count / 8));
  for (let i = 0; i < parts.count; i++) {
    bits[i >> 3] = (bits[i >> 3] ?? 0) | (Number(levels[i] === LEVEL.shown) << (i & 7));
  }
  return bits;
}

/** False for NaN. */
function isWithin({ startMs, endMs }: TimeWindow, time: number): boolean {
  return time >= startMs && time < endMs;
}
