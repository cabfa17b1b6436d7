import { Arena, type SharedMemory } from '../arena.ts';
import { openKernels } from '../kernels.ts';
import { createRandom } from '../random.ts';
import type { Curve } from './find-curve.ts';
import type { Graph } from './fuzzy-graph.ts';

/** Random points that push at each sampled edge (umap-learn's negative_sample_rate). */
const NEGATIVES = 5;
/** The table of attraction: 6 bits of mantissa, squared distances from 2⁻²⁴ to 2²⁰. Linear between entries: error below 1e-4. */
const MANTISSA_BITS = 6;
const FIRST_EXPONENT = -24;
const LAST_EXPONENT = 20;
const TABLE_LENGTH = ((LAST_EXPONENT - FIRST_EXPONENT) << MANTISSA_BITS) + 1;
/** Rows are handed out in this many parts an epoch and thread; a part is how far threads drift apart. */
const PARTS = 16;

/** A layout in shared memory; plain but for the memory, so that it can be posted to threads. */
export interface Layout {
  memory: SharedMemory;
  count: number;
  components: 2 | 3;
  epochs: number;
  curve: Curve;
  seed: number;
  starts: number;
  tails: number;
  periods: number;
  due: number;
  positions: number;
  attraction: number;
  /** Four-byte counter of parts taken. */
  taken: number;
}

/** Epochs by umap-learn's rule: 500 for up to 10,000 points, 200 beyond. */
export function countEpochs(count: number): number {
  return count <= 10_000 ? 500 : 200;
}

/**
 * Lays out a graph: edges too weak to be sampled once in all epochs are dropped, the rest are sampled in proportion to their weight.
 * `positions` are `count × components` starting positions.
 */
export function createLayout(
  graph: Graph,
  positions: Float32Array,
  options: { components: 2 | 3; epochs: number; curve: Curve; seed: number }
): Layout {
  const { count } = graph;
  const { components, epochs, curve } = options;
  let strongest = 0;
  for (const weight of graph.weights) if (weight > strongest) strongest = weight;
  const weakest = strongest / epochs;
  let edges = 0;
  for (const weight of graph.weights) if (weight >= weakest) edges++;

  const arena = new Arena();
  const at = {
    starts: arena.reserve((count + 1) * 4),
    tails: arena.reserve(edges * 4),
    periods: arena.reserve(edges * 4),
    due: arena.reserve(edges * 4),
    positions: arena.reserve(count * 16),
    attraction: arena.reserve(TABLE_LENGTH * 4),
    taken: arena.reserve(4)
  };
  const memory = arena.createMemory();
  const starts = new Int32Array(memory.buffer, at.starts, count + 1);
  const tails = new Int32Array(memory.buffer, at.tails, edges);
  const periods = new Float32Array(memory.buffer, at.periods, edges);
  const due = new Float32Array(memory.buffer, at.due, edges);
  let edge = 0;
  for (let i = 0; i < count; i++) {
    for (let e = graph.starts[i]; e < graph.starts[i + 1]; e++) {
      if (graph.weights[e] < weakest) continue;
      tails[edge] = graph.tails[e];
      periods[edge] = strongest / graph.weights[e];
      due[edge] = periods[edge];
      edge++;
    }
    starts[i + 1] = edge;
  }
  const padded = new Float32Array(memory.buffer, at.positions, count * 4);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < components; c++) padded[i * 4 + c] = positions[i * components + c];
  }
  new Float32Array(memory.buffer, at.attraction, TABLE_LENGTH).set(tabulateAttraction(curve));
  return { ...at, ...options, memory, count };
}

/** −2ab·d^(2b−2) / (1 + a·d^2b), the gradient of attraction over the difference, by the leading bits of d². */
function tabulateAttraction({ a, b }: Curve): Float32Array {
  return Float32Array.from({ length: TABLE_LENGTH }, (_, i) => {
    const exponent = (i >> MANTISSA_BITS) + FIRST_EXPONENT;
    const d2 = 2 ** exponent * (1 + (i & ((1 << MANTISSA_BITS) - 1)) / (1 << MANTISSA_BITS));
    return (-2 * a * b * d2 ** (b - 1)) / (1 + a * d2 ** b);
  });
}

/**
 * Takes part in the layout as one of `threads` threads until all epochs are done (McInnes, Healy & Melville, 2018, algorithm 5). Several threads
 * move the points without locks (Niu et al., Hogwild, 2011): an update that is lost now and then does not hurt, but no two runs are alike. One thread
 * gives the same positions for the same seed.
 */
export function runLayout(layout: Layout, thread: number, threads: number): void {
  const { memory, count, epochs, curve } = layout;
  const kernels = openKernels(memory);
  const taken = new Int32Array(memory.buffer, layout.taken, 1);
  kernels.openLayout(
    layout.starts,
    layout.tails,
    layout.periods,
    layout.due,
    layout.positions,
    layout.attraction,
    count,
    NEGATIVES,
    curve.a,
    curve.b
  );
  const random = createRandom(layout.seed + thread * 0x9e3779b9);
  const draw = () => Math.floor(random() * 2147483647) + 1;
  kernels.seedLayout(draw(), draw(), draw(), draw());
  const parts = threads === 1 ? 1 : Math.min(count, PARTS * threads);
  for (let t = Atomics.add(taken, 0, 1); t < parts * epochs; t = Atomics.add(taken, 0, 1)) {
    const epoch = Math.floor(t / parts);
    const part = t % parts;
    kernels.layoutRows(
      Math.floor((part * count) / parts),
      Math.floor(((part + 1) * count) / parts),
      epoch,
      1 - epoch / epochs
    );
  }
}

/** Epochs begun by now. */
export function readEpoch(layout: Layout, threads: number): number {
  const parts = threads === 1 ? 1 : Math.min(layout.count, PARTS * threads);
  const taken = Atomics.load(new Int32Array(layout.memory.buffer, layout.taken, 1), 0);
  return Math.min(layout.epochs, Math.floor(taken / parts));
}

/** The positions by now, `count × components`, centered on each axis. */
export function readPositions({ memory, positions, count, components }: Layout): Float32Array {
  const padded = new Float32Array(memory.buffer, positions, count * 4);
  const result = new Float32Array(count * components);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < components; c++) result[i * components + c] = padded[i * 4 + c];
  }
  return centerPositions(result, components);
}

/** Moves the mean of each axis to zero, in place. */
export function centerPositions(positions: Float32Array, components: number): Float32Array {
  const count = positions.length / components;
  for (let c = 0; c < components; c++) {
    let sum = 0;
    for (let e = c; e < positions.length; e += components) sum += positions[e];
    for (let e = c; e < positions.length; e += components) positions[e] -= sum / count;
  }
  return positions;
}
