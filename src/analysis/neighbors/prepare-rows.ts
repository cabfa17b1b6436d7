import type { SharedMemory } from '../arena.ts';
import type { Kernels } from '../kernels.ts';
import { createRandom } from '../random.ts';
import { READ_ROWS, type ScanPlan } from './plan-scan.ts';
import type { PrincipalAxes } from './principal-axes.ts';
import type { Vectors } from './vectors.ts';

/** The largest length of a 16-bit row: its square is below 2³¹, so that no dot product overflows. */
const LONGEST_INT16 = 46_000;

/** One thread's view of a scan. */
export interface Scan {
  plan: ScanPlan;
  memory: SharedMemory;
  kernels: Kernels;
  thread: number;
}

/**
 * Stores rows [first, last): scaled, centered, turned (8 and 16 bits), rounded; with their squared lengths. Turning by random signs and a
 * Walsh–Hadamard transform spreads large columns, so that few bits do.
 * `coordinates` gets each row's place on the leading `coordinates.length / count` principal axes.
 */
export function prepareRows(
  { plan, memory, kernels, thread }: Scan,
  { values, dimension }: Vectors,
  scales: Float32Array,
  pca: PrincipalAxes,
  coordinates: Float32Array,
  first: number,
  last: number
): void {
  const { padded, bytes, storage } = plan;
  const at = plan.scratch[thread];
  const view = (offset: number, length: number) => new Float32Array(memory.buffer, offset, length);
  const ones = view(at.signs, padded).fill(1);
  view(at.mean, padded).set(pca.mean);
  const components = coordinates.length / plan.count;
  const axes = view(at.axes, 4 * padded);
  for (let a = 0; a < Math.min(components, pca.count); a++) {
    axes.set(pca.axes.subarray(a * dimension, (a + 1) * dimension), a * padded);
  }
  const mixed = storage !== 'float';
  const signs = mixed ? drawSigns(padded) : ones;
  const block = padded & -padded;
  const read = view(at.read, READ_ROWS * padded);
  const turned = view(at.turned, READ_ROWS * 4);
  const products = new Int32Array(memory.buffer, at.turned, 4);
  const norms = view(plan.norms, plan.count);
  const factors = view(plan.factors, plan.count);
  const shifts = new Int32Array(memory.buffer, plan.shifts, plan.count);

  for (let start = first; start < last; start += READ_ROWS) {
    const rows = Math.min(READ_ROWS, last - start);
    for (let r = 0; r < rows; r++) {
      const from = (start + r) * dimension;
      read.set(values.subarray(from, from + dimension), r * padded);
      read.fill(0, r * padded + dimension, (r + 1) * padded);
      // Compared by differences, rows need not be centered, and keep all their digits when they are not.
      if (storage === 'float')
        scaleInto(
          read,
          r * padded,
          scales[start + r],
          view(plan.left + (start + r) * bytes, padded)
        );
      kernels.shiftRow(at.read + r * padded * 4, scales[start + r], at.mean, at.signs, padded * 4);
    }
    kernels.dots(at.read, rows, at.axes, 4, padded * 4, at.turned, 16);
    for (let r = 0; r < rows; r++) {
      for (let a = 0; a < components; a++) {
        coordinates[(start + r) * components + a] = turned[r * 4 + a];
      }
    }
    for (let r = 0; r < rows; r++) {
      const i = start + r;
      const row = at.read + r * padded * 4;
      norms[i] = kernels.squaredNorm(row, padded * 4);
      if (mixed) {
        for (let c = 0; c < padded; c++) read[r * padded + c] *= signs[c];
        kernels.mixRow(row, padded * 4, block);
      }
      const left = plan.left + i * bytes;
      if (storage === 'int16') {
        const most = kernels.largest(row, padded * 4);
        const length = Math.sqrt(norms[i] * block);
        const units = most > 0 ? Math.min(32_767 / most, LONGEST_INT16 / length) : 0;
        kernels.quantize16(row, padded, units, left);
        factors[i] = most > 0 ? 1 / (units * Math.sqrt(block)) : 0;
        // The length of what is stored, not of the vector: then rounding moves a point but leaves the distances exact.
        kernels.tile16(left, 1, left, 4, bytes, at.turned, 16);
        norms[i] = products[0] * factors[i] * factors[i];
      } else if (mixed) {
        const most = kernels.largest(row, padded * 4);
        shifts[i] = kernels.quantize8(row, padded, most, left, plan.right + i * bytes);
        factors[i] = most / Math.sqrt(127 * 63 * block);
      }
    }
  }
}

function scaleInto(rows: Float32Array, start: number, scale: number, out: Float32Array): void {
  for (let c = 0; c < out.length; c++) out[c] = rows[start + c] * scale;
}

/** The same signs in every thread and every run: they only have to be unrelated to the vectors. */
function drawSigns(length: number): Float32Array {
  const random = createRandom(0x51675);
  return Float32Array.from({ length }, () => (random() < 0.5 ? -1 : 1));
}
