import type { SharedMemory } from './arena.ts';
import { KERNELS } from './kernels.wasm.ts';

/**
 * The WebAssembly kernels over one shared memory; every number that names a place is a byte offset in it. What each does stands
 * in `assembly/`.
 */
export interface Kernels {
  openScan(
    kind: number,
    left: number,
    right: number,
    bytes: number,
    norms: number,
    factors: number,
    shifts: number,
    tile: number,
    roots: number,
    distances: number,
    ids: number,
    k: number,
    members: number
  ): void;
  scanTile(i0: number, i1: number, j0: number, j1: number): void;
  openForest(
    left: number,
    right: number,
    bytes: number,
    norms: number,
    factors: number,
    shifts: number,
    distances: number,
    ids: number,
    k: number
  ): void;
  placeRows(members: number, count: number, a: number, b: number, out: number): void;
  gatherRows(
    members: number,
    count: number,
    left: number,
    right: number,
    norms: number,
    factors: number,
    shifts: number,
    roots: number
  ): void;
  offerRows(i: number, candidates: number, count: number): void;
  dots: TileKernel;
  squaredDistances: TileKernel;
  tile16: TileKernel;
  scaledDistance(a: number, aScale: number, b: number, bScale: number, bytes: number): number;
  shiftRow(row: number, scale: number, mean: number, signs: number, bytes: number): void;
  squaredNorm(row: number, bytes: number): number;
  largest(row: number, bytes: number): number;
  mixRow(row: number, bytes: number, block: number): void;
  quantize8(row: number, length: number, most: number, left: number, right: number): number;
  quantize16(row: number, length: number, factor: number, out: number): void;
  openLayout(
    starts: number,
    tails: number,
    periods: number,
    due: number,
    positions: number,
    attraction: number,
    count: number,
    negatives: number,
    a: number,
    b: number
  ): void;
  seedLayout(a: number, b: number, c: number, d: number): void;
  rememberPositions(at: number): void;
  layoutRows(first: number, last: number, epoch: number, alpha: number): void;
  openTexts(
    table: number,
    slots: number,
    places: number,
    firsts: number,
    copies: number,
    copiesEnd: number
  ): void;
  countTexts(): number;
  moveTexts(to: number, slots: number): void;
  encodeTexts(
    offsets: number,
    bytes: number,
    base: number,
    count: number,
    validity: number,
    row: number,
    codes: number
  ): number;
}

type TileKernel = (
  a: number,
  aRows: number,
  b: number,
  bRows: number,
  bytes: number,
  out: number,
  step: number
) => void;

let compiled: WebAssembly.Module | undefined;

/** Opens the kernels over a memory made by an `Arena`; the module is compiled once per thread. */
export function openKernels(memory: SharedMemory): Kernels {
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(KERNELS), c => c.charCodeAt(0)));
  // The exports are those of assembly/kernels.ts, compiled together with this file.
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as Kernels;
}
