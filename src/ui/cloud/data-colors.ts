/**
 * Colors of data: one set for light and dark, at least 3:1 on white, #111 and #212121. They do not follow the theme,
 * since a picture must mean the same in both.
 */
export const DATASET_COLORS = ['#2b7fd6', '#c8640a', '#7a7a7a'] as const;

/** Okabe–Ito's order, its light members darkened until they have 3:1 on white. */
export const CATEGORY_COLORS = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#b07d00',
  '#2f92cf',
  '#8a6fd1',
  '#8c564b',
  '#708b1c',
  '#c2185b',
  '#3d7d8a'
] as const;

/** Right, wrong, cannot be told. */
export const CORRECTNESS_COLORS = { correct: '#2b7fd6', incorrect: '#d0493a', unknown: '#7a7a7a' };

/** Rims of the two sets that are compared; the first is whole, the second broken. */
export const RIM_COLORS = { a: '#a259e6', b: '#0a8f6c' } as const;

/** `missing` and `other` entries, and points in no cluster. */
export const NEUTRAL_COLOR = '#7a7a7a';

/** Low to high, even steps of lightness around the middle so that both ends keep 3:1 on white and on #212121. */
const RAMP = ['#3b6fd4', '#3a86b4', '#2f9484', '#5d9347', '#a1851c', '#cc6b2a', '#d2463f'] as const;

function channels(hex: string): [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** `share` from 0 to 1. */
export function rampColor(share: number): string {
  const at = Math.min(1, Math.max(0, share)) * (RAMP.length - 1);
  const index = Math.min(RAMP.length - 2, Math.floor(at));
  const [low, high] = [channels(RAMP[index]), channels(RAMP[index + 1])];
  const mixed = low.map((value, i) => Math.round(value + (high[i] - value) * (at - index)));
  return `#${mixed.map(value => value.toString(16).padStart(2, '0')).join('')}`;
}

/** 256 RGBA entries; entries beyond `colors` are neutral. */
export function paletteOf(colors: readonly string[]): Uint8Array<ArrayBuffer> {
  const palette = new Uint8Array(1024);
  for (let i = 0; i < 256; i++) {
    palette.set([...channels(colors[i] ?? NEUTRAL_COLOR), 255], 4 * i);
  }
  return palette;
}
