import type { SharedMemory } from '../arena.ts';
import { TILE_ROWS, type ScanPlan } from './plan-scan.ts';
import type { Scan } from './prepare-rows.ts';

/**
 * Compares all pairs of rows, each once, together with the other threads: `taken` counts the blocks given out. Call after
 * every thread has prepared its rows. `onBlock` hears of each finished block with the number of its pairs.
 */
export function scanPairs(
  { plan, memory, kernels, thread }: Scan,
  taken: Int32Array,
  onBlock?: (pairs: number) => void
): void {
  const { count, block, kept } = plan;
  const at = plan.scratch[thread];
  const heap = plan.heaps[thread];
  const rows = Math.ceil(count / 4) * 4;
  const roots = new Float32Array(memory.buffer, at.roots, rows);
  roots.fill(Infinity).fill(-Infinity, count);
  new Float32Array(memory.buffer, plan.norms, rows).fill(Infinity, count);
  emptyHeap(plan, memory, thread);
  kernels.openScan(
    plan.kind,
    plan.left,
    plan.right,
    plan.bytes,
    plan.norms,
    plan.factors,
    plan.shifts,
    at.tile,
    at.roots,
    heap.distances,
    heap.ids,
    kept,
    0
  );
  const blocks = Math.ceil(count / block);
  // Later blocks meet more rows; the largest go first, so that the threads end together.
  for (
    let b = blocks - 1 - Atomics.add(taken, 0, 1);
    b >= 0;
    b = blocks - 1 - Atomics.add(taken, 0, 1)
  ) {
    const j0 = b * block;
    const j1 = Math.min(count, j0 + block);
    for (let i0 = 0; i0 < j0; i0 += TILE_ROWS) {
      kernels.scanTile(i0, Math.min(j0, i0 + TILE_ROWS), j0, j1);
    }
    for (let i0 = j0; i0 < j1; i0 += TILE_ROWS) {
      for (let q0 = i0; q0 < j1; q0 += TILE_ROWS) {
        kernels.scanTile(i0, Math.min(j1, i0 + TILE_ROWS), q0, Math.min(j1, q0 + TILE_ROWS));
      }
    }
    onBlock?.((j1 - j0) * j0 + ((j1 - j0) * (j1 - j0 - 1)) / 2);
  }
}

/** Makes every slot of heap `h` free: distance ∞, id −1. */
export function emptyHeap(plan: ScanPlan, memory: SharedMemory, h: number): void {
  const { distances, ids } = plan.heaps[h];
  new Float32Array(memory.buffer, distances, plan.count * plan.kept).fill(Infinity);
  new Int32Array(memory.buffer, ids, plan.count * plan.kept).fill(-1);
}
