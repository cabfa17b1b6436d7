import { Arena, type SharedMemory } from '../arena.ts';
import { openKernels } from '../kernels.ts';
import { createRandom } from '../random.ts';
import type { Curve } from './find-curve.ts';
import type { Graph } from './fuzzy-graph.ts';
import { countCounters, readEpoch, takePart, type EpochPlan } from './share-epochs.ts';

/** Random points that push at each sampled edge (umap-learn's negative_sample_rate). */
const NEGATIVES = 5;
/** The table of attraction: 6 bits of mantissa, squared distances from 2⁻²⁴ to 2²⁰. Linear between entries: error below 1e-4. */
const MANTISSA_BITS = 6;
const FIRST_EXPONENT = -24;
const LAST_EXPONENT = 20;
const TABLE_LENGTH = ((LAST_EXPONENT - FIRST_EXPONENT) << MANTISSA_BITS) + 1;

/** A layout in shared memory; plain but for the memory, so that it can be posted to threads. */
export interface Layout extends EpochPlan {
  memory: SharedMemory;
  components: 2 | 3;
  curve: Curve;
  seed: number;
  starts: number;
  tails: number;
  periods: number;
  due: number;
  /** Where each point is among the positions. */
  places: number;
  positions: number;
  /** What each thread remembers of all positions. */
  remembered: number;
  attraction: number;
  taken: number;
}

/** Epochs by umap-learn's rule: 500 for up to 10,000 points, 200 beyond. */
export function countEpochs(count: number): number {
  return count <= 10_000 ? 500 : 200;
}

/**
 * Lays out a graph: edges too weak to be sampled once in all epochs are dropped, the rest are sampled in proportion to their weight.
 * `positions` are `count × components` starting positions. For several threads the points are put in the order of their first coordinate: what is near, and moves
 * together, is then mostly with one thread.
 */
export function createLayout(
  graph: Graph,
  positions: Float32Array,
  options: { components: 2 | 3; epochs: number; threads: number; curve: Curve; seed: number }
): Layout {
  const { count } = graph;
  const { components, epochs, threads, curve } = options;
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
    places: arena.reserve(count * 4),
    positions: arena.reserve(count * 16),
    remembered: arena.reserve(threads === 1 ? 0 : threads * count * 16),
    attraction: arena.reserve(TABLE_LENGTH * 4),
    taken: arena.reserve(countCounters({ count, epochs, threads }) * 4)
  };
  const memory = arena.createMemory();
  const starts = new Int32Array(memory.buffer, at.starts, count + 1);
  const tails = new Int32Array(memory.buffer, at.tails, edges);
  const periods = new Float32Array(memory.buffer, at.periods, edges);
  const due = new Float32Array(memory.buffer, at.due, edges);
  const order = Int32Array.from({ length: count }, (_, i) => i);
  if (threads > 1) order.sort((i, j) => positions[i * components] - positions[j * components]);
  const places = new Int32Array(memory.buffer, at.places, count);
  for (let place = 0; place < count; place++) places[order[place]] = place;
  let edge = 0;
  for (let place = 0; place < count; place++) {
    const i = order[place];
    for (let e = graph.starts[i]; e < graph.starts[i + 1]; e++) {
      if (graph.weights[e] < weakest) continue;
      tails[edge] = places[graph.tails[e]];
      periods[edge] = strongest / graph.weights[e];
      due[edge] = periods[edge];
      edge++;
    }
    starts[place + 1] = edge;
  }
  const padded = new Float32Array(memory.buffer, at.positions, count * 4);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < components; c++) padded[places[i] * 4 + c] = positions[i * components + c];
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
 * Takes part in the layout as one of its threads until all epochs are done (McInnes, Healy & Melville, 2018, algorithm 5). Several threads
 * move the points without locks (Niu et al., Hogwild, 2011): an update that is lost now and then does not hurt, but no two runs are alike. What pushes a
 * point is then where the others were when the epoch began, from memory of the thread's own; reading what another thread is writing takes longer than all else.
 * One thread gives the same positions for the same seed.
 */
export function runLayout(layout: Layout, thread: number): void {
  const { memory, count, threads, curve } = layout;
  const kernels = openKernels(memory);
  const taken = openCounters(layout);
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
  let remembered = -1;
  for (let part = takePart(taken, layout, thread); part; part = takePart(taken, layout, thread)) {
    const { epoch, first, last } = part;
    if (threads > 1 && epoch > remembered) {
      kernels.rememberPositions(layout.remembered + thread * count * 16);
      remembered = epoch;
    }
    kernels.layoutRows(first, last, epoch, 1 - epoch / layout.epochs);
  }
}

/** Epochs begun by now. */
export function readLayoutEpoch(layout: Layout): number {
  return readEpoch(openCounters(layout), layout);
}

function openCounters(layout: Layout): Int32Array {
  return new Int32Array(layout.memory.buffer, layout.taken, countCounters(layout));
}

/** The positions by now, `count × components`, centered on each axis. */
export function readPositions({
  memory,
  positions,
  places: at,
  count,
  components
}: Layout): Float32Array {
  const places = new Int32Array(memory.buffer, at, count);
  const padded = new Float32Array(memory.buffer, positions, count * 4);
  const result = new Float32Array(count * components);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < components; c++) result[i * components + c] = padded[places[i] * 4 + c];
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
