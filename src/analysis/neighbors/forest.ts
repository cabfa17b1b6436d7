import { createRandom, type Random } from '../random.ts';
import { LEAF_ROWS, TILE_ROWS } from './plan-scan.ts';
import type { Scan } from './prepare-rows.ts';

/** Trees of a forest, and rounds of refinement after it: 97 % of the neighbors of 50,000 vectors without any structure but clusters. */
export const TREES = 10;
export const ROUNDS = 1;
/** Neighbors of a row, and rows it is a neighbor of, that refinement looks at. */
const REACH = 12;

/** Leaves of every tree: a power of two, so that all have the same size but for one row. */
export function countLeaves(count: number): number {
  return 2 ** Math.max(0, Math.ceil(Math.log2(count / LEAF_ROWS)));
}

/**
 * Grows one random projection tree (Dasgupta & Freund, 2008; the hyperplane lies between two random rows, as in Annoy, and at the median): `order` gets
 * all rows, leaf after leaf.
 */
export function growTree(scan: Scan, seed: number, order: Int32Array): void {
  const { plan, memory, thread } = scan;
  const at = plan.forest[thread];
  const members = new Int32Array(memory.buffer, at.members, plan.count);
  const places = new Float32Array(memory.buffer, at.places, plan.count);
  for (let i = 0; i < plan.count; i++) members[i] = i;
  openForest(scan);
  splitRows(scan, members, places, 0, plan.count, countLeaves(plan.count), createRandom(seed));
  order.set(members);
}

function splitRows(
  scan: Scan,
  members: Int32Array,
  places: Float32Array,
  first: number,
  last: number,
  leaves: number,
  random: Random
): void {
  if (leaves === 1) return;
  const at = scan.plan.forest[scan.thread];
  const draw = () => members[first + Math.floor(random() * (last - first))];
  scan.kernels.placeRows(
    at.members + first * 4,
    last - first,
    draw(),
    draw(),
    at.places + first * 4
  );
  const middle = (first + last) >> 1;
  partitionRows(members, places, first, last - 1, middle);
  splitRows(scan, members, places, first, middle, leaves / 2, random);
  splitRows(scan, members, places, middle, last, leaves / 2, random);
}

/** Quickselect (Hoare) of both arrays by place: afterwards no row before `middle` lies beyond one after it. */
function partitionRows(
  members: Int32Array,
  places: Float32Array,
  first: number,
  last: number,
  middle: number
): void {
  while (last > first) {
    const pivot = places[(first + last) >> 1];
    let i = first;
    let j = last;
    while (i <= j) {
      while (places[i] < pivot) i++;
      while (places[j] > pivot) j--;
      if (i > j) break;
      const place = places[i];
      const member = members[i];
      places[i] = places[j];
      members[i++] = members[j];
      places[j] = place;
      members[j--] = member;
    }
    if (middle <= j) last = j;
    else if (middle >= i) first = i;
    else return;
  }
}

/** Compares all pairs within each leaf of a tree, together with the other threads: `taken` counts the leaves given out. */
export function scanLeaves(scan: Scan, order: Int32Array, taken: Int32Array): void {
  const { plan, memory, kernels, thread } = scan;
  const at = plan.forest[thread];
  const { tile, roots } = plan.scratch[thread];
  const [heap] = plan.heaps;
  const members = new Int32Array(memory.buffer, at.members, plan.count);
  const norms = new Float32Array(memory.buffer, at.norms, LEAF_ROWS);
  const rootsView = new Float32Array(memory.buffer, roots, LEAF_ROWS);
  const bounds = listBounds(plan.count);
  openForest(scan);
  for (
    let leaf = Atomics.add(taken, 0, 1);
    leaf < bounds.length - 1;
    leaf = Atomics.add(taken, 0, 1)
  ) {
    const rows = bounds[leaf + 1] - bounds[leaf];
    members.set(order.subarray(bounds[leaf], bounds[leaf + 1]));
    kernels.gatherRows(at.members, rows, at.left, at.right, at.norms, at.factors, at.shifts, roots);
    norms.fill(Infinity, rows);
    rootsView.fill(-Infinity, rows);
    kernels.openScan(
      plan.kind,
      at.left,
      at.right,
      plan.bytes,
      at.norms,
      at.factors,
      at.shifts,
      tile,
      roots,
      heap.distances,
      heap.ids,
      plan.kept,
      at.members
    );
    for (let i0 = 0; i0 < rows; i0 += TILE_ROWS) {
      const i1 = Math.min(rows, i0 + TILE_ROWS);
      kernels.scanTile(i0, i1, i0, i1);
      if (i1 < rows) kernels.scanTile(i0, i1, i1, rows);
    }
  }
}

/** Where the leaves begin, by the same halving as the tree. */
function listBounds(count: number): number[] {
  let bounds = [0, count];
  for (let leaves = countLeaves(count); leaves > 1; leaves /= 2) {
    bounds = bounds.flatMap((first, b) => (b === 0 ? [0] : [(bounds[b - 1] + first) >> 1, first]));
  }
  return bounds;
}

/** Writes the nearest few that the heaps of rows [first, last) hold to `nearest`, as many for each row; −1 fills up. */
export function listNearest(
  { plan, memory }: Scan,
  nearest: Int32Array,
  first: number,
  last: number
): void {
  const { kept } = plan;
  const [heap] = plan.heaps;
  const distances = new Float32Array(memory.buffer, heap.distances, plan.count * kept);
  const ids = new Int32Array(memory.buffer, heap.ids, plan.count * kept);
  const slots = Array.from({ length: kept }, (_, s) => s);
  for (let i = first; i < last; i++) {
    const start = i * kept;
    slots.sort(
      (a, b) => distances[start + a] - distances[start + b] || ids[start + a] - ids[start + b]
    );
    for (let c = 0; c < REACH; c++) nearest[i * REACH + c] = c < kept ? ids[start + slots[c]] : -1;
  }
}

/** Length of `nearest` for `count` rows. */
export function countNearest(count: number): number {
  return count * REACH;
}

/**
 * One round of neighbor descent (Dong, Moses & Li, 2011) for rows [first, last): offers each row the neighbors of its neighbors and of the rows it is a neighbor
 * of. Every row looks at a copy of what all rows had before the round and changes only its own heap, so that threads do not
 * wait for each other and the result is always the same.
 */
export function refineRows(scan: Scan, nearest: Int32Array, first: number, last: number): void {
  const { plan, memory, kernels, thread } = scan;
  const { count, kept } = plan;
  const at = plan.forest[thread];
  const [heap] = plan.heaps;
  const ids = new Int32Array(memory.buffer, heap.ids, count * kept);
  const candidates = new Int32Array(memory.buffer, at.members, count);
  const reverse = listReverse(nearest, first, last);
  const seen = new Int32Array(count).fill(-1);
  openForest(scan);
  for (let i = first; i < last; i++) {
    let found = 0;
    seen[i] = i;
    for (let e = i * kept; e < (i + 1) * kept; e++) if (ids[e] >= 0) seen[ids[e]] = i;
    const offerNear = (j: number) => {
      for (let e = j * REACH; e < (j + 1) * REACH; e++) {
        const other = nearest[e];
        if (other < 0 || seen[other] === i) continue;
        seen[other] = i;
        candidates[found++] = other;
      }
    };
    for (let e = i * REACH; e < (i + 1) * REACH; e++) if (nearest[e] >= 0) offerNear(nearest[e]);
    for (let e = (i - first) * REACH; e < (i - first + 1) * REACH; e++) {
      const j = reverse[e];
      if (j < 0) continue;
      if (seen[j] !== i) {
        seen[j] = i;
        candidates[found++] = j;
      }
      offerNear(j);
    }
    candidates.fill(i, found, found + 3);
    kernels.offerRows(i, at.members, found);
  }
}

/** For rows [first, last) the first few rows that have them among their nearest; −1 fills up. */
function listReverse(nearest: Int32Array, first: number, last: number): Int32Array {
  const reverse = new Int32Array((last - first) * REACH).fill(-1);
  const lengths = new Uint8Array(last - first);
  for (let e = 0; e < nearest.length; e++) {
    const target = nearest[e] - first;
    if (nearest[e] < first || nearest[e] >= last || lengths[target] === REACH) continue;
    reverse[target * REACH + lengths[target]++] = Math.floor(e / REACH);
  }
  return reverse;
}

function openForest({ plan, kernels }: Scan): void {
  const [heap] = plan.heaps;
  kernels.openForest(
    plan.left,
    plan.right,
    plan.bytes,
    plan.norms,
    plan.factors,
    plan.shifts,
    heap.distances,
    heap.ids,
    plan.kept
  );
}
