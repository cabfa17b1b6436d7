import type { UnitFrame } from './unit-frame.ts';
import { U16_MAX } from './unit-frame.ts';

/** Cells per side of the density field, which covers drawn units −1.1 … 1.1. */
export const DENSITY_SIDE = 512;
export const DENSITY_REACH = 1.1;

/** Three box blurs come close to a Gaussian (Wells 1986): σ ≈ radius · √(r + 1)/r ≈ 6 cells here. */
const BLUR_RADIUS = 5;
const BLUR_PASSES = 3;

interface Columns {
  count: number;
  components: 2 | 3;
  positions: Uint16Array;
  dataset: Uint8Array;
}

function blurLines(from: Float32Array, to: Float32Array, step: number, stride: number): void {
  const window = 2 * BLUR_RADIUS + 1;
  for (let line = 0; line < DENSITY_SIDE; line++) {
    const start = line * stride;
    let sum = 0;
    for (let i = 0; i <= BLUR_RADIUS; i++) {
      sum += from[start + i * step];
    }
    for (let i = 0; i < DENSITY_SIDE; i++) {
      to[start + i * step] = sum / window;
      const [enter, leave] = [i + BLUR_RADIUS + 1, i - BLUR_RADIUS];
      sum += enter < DENSITY_SIDE ? from[start + enter * step] : 0;
      sum -= leave >= 0 ? from[start + leave * step] : 0;
    }
  }
}

function blur(field: Float32Array): void {
  const other = new Float32Array(field.length);
  for (let pass = 0; pass < BLUR_PASSES; pass++) {
    blurLines(field, other, 1, DENSITY_SIDE);
    blurLines(other, field, DENSITY_SIDE, 1);
  }
}

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** Bits of the half-precision float at or just below a value in [0, 1]; smaller than 2⁻¹⁴ becomes 0. */
export function toHalf(value: number): number {
  float[0] = value;
  // Both formats keep the leading bits of the fraction; the exponents' biases, 127 and 15, differ by 112.
  return value < 2 ** -14 ? 0 : (bits[0] >> 13) - (112 << 10);
}

/**
 * Points per cell, blurred, per data set: square roots relative to the densest cell of that data set, as half floats
 * in the channels red, green, blue (alpha is 1) of a {@link DENSITY_SIDE}² image, bottom row first.
 */
export function densityField(
  { count, components, positions, dataset }: Columns,
  { scale, offset }: UnitFrame
): Uint16Array<ArrayBuffer> {
  const fields = [0, 1, 2].map(() => new Float32Array(DENSITY_SIDE ** 2));
  const [kx, ky] = [scale[0] / U16_MAX, scale[1] / U16_MAX];
  const cell = DENSITY_SIDE / (2 * DENSITY_REACH);
  for (let i = 0, p = 0; i < count; i++, p += components) {
    const x = Math.floor((positions[p] * kx + offset[0] + DENSITY_REACH) * cell);
    const y = Math.floor((positions[p + 1] * ky + offset[1] + DENSITY_REACH) * cell);
    fields[dataset[i]][y * DENSITY_SIDE + x]++;
  }
  const image = new Uint16Array(4 * DENSITY_SIDE ** 2);
  const one = toHalf(1);
  for (const [channel, field] of fields.entries()) {
    blur(field);
    const most = field.reduce((max, value) => Math.max(max, value), 0);
    for (let i = 0; most > 0 && i < field.length; i++) {
      image[4 * i + channel] = toHalf(Math.sqrt(Math.max(0, field[i]) / most));
    }
  }
  for (let i = 3; i < image.length; i += 4) {
    image[i] = one;
  }
  return image;
}
