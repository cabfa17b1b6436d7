/** Rows in one block; a row's place is its id in the store. A power of two. */
export const BLOCK_ROWS = 8192;

/** Grows when the columns of a block, or the order of kinds and status codes, change. */
const LAYOUT = 1;
const HEAD_BYTES = 64;
const HEAD = { layout: 0, version: 1, used: 2, isWide: 3 } as const;

const DOUBLES = ['startUs', 'endUs', 'latencyUs', 'cost', 'sumCost'] as const;
const COUNTS = ['prompt', 'completion', 'total', 'sumPrompt', 'sumCompletion', 'sumTotal'] as const;
const LONGS = ['trace', 'project', 'name', 'sumErrors'] as const;
const SHORTS = ['startRest', 'endRest'] as const;
const BYTES = ['kind', 'status', 'flags'] as const;
type CountColumn = (typeof COUNTS)[number];

/** Bits of `flags`. */
export const IS_ROOT = 1;
export const HAS_PARENT = 2;

type CountArray = Float32Array<SharedArrayBuffer> | Float64Array<SharedArrayBuffer>;

/**
 * What tables and numbers need to know of 8192 spans, column by column, in memory that threads share: one thread writes, others read beside it.
 *
 * `kind` is 0 where there is no span, else its place in `SPAN_KINDS` plus one; `status` its place in `STATUS_CODES`. Missing numbers are NaN.
 * Counts of tokens are single floats as long as these hold them exactly; a block with another count is wide, and has doubles.
 */
export class SpanBlock {
  readonly index: number;
  readonly shared: SharedArrayBuffer;
  readonly #head: Int32Array<SharedArrayBuffer>;
  readonly startUs: Float64Array;
  readonly endUs: Float64Array;
  readonly latencyUs: Float64Array;
  readonly cost: Float64Array;
  readonly sumCost: Float64Array;
  readonly prompt: CountArray;
  readonly completion: CountArray;
  readonly total: CountArray;
  readonly sumPrompt: CountArray;
  readonly sumCompletion: CountArray;
  readonly sumTotal: CountArray;
  /** Row of the trace. */
  readonly trace: Uint32Array;
  readonly project: Uint32Array;
  /** Code of the name. */
  readonly name: Uint32Array;
  readonly sumErrors: Uint32Array;
  readonly startRest: Uint16Array;
  readonly endRest: Uint16Array;
  readonly kind: Uint8Array;
  readonly status: Uint8Array;
  readonly flags: Uint8Array;

  constructor(index: number, shared: SharedArrayBuffer) {
    this.index = index;
    this.shared = shared;
    this.#head = new Int32Array(shared, 0, HEAD_BYTES / 4);
    let at = HEAD_BYTES;
    const take = (bytes: number) => {
      const from = at;
      at += bytes * BLOCK_ROWS;
      return from;
    };
    const doubles = () => new Float64Array(shared, take(8), BLOCK_ROWS);
    const counts = () => (this.isWide ? doubles() : new Float32Array(shared, take(4), BLOCK_ROWS));
    const longs = () => new Uint32Array(shared, take(4), BLOCK_ROWS);
    const shorts = () => new Uint16Array(shared, take(2), BLOCK_ROWS);
    const bytes = () => new Uint8Array(shared, take(1), BLOCK_ROWS);
    this.startUs = doubles();
    this.endUs = doubles();
    this.latencyUs = doubles();
    this.cost = doubles();
    this.sumCost = doubles();
    this.prompt = counts();
    this.completion = counts();
    this.total = counts();
    this.sumPrompt = counts();
    this.sumCompletion = counts();
    this.sumTotal = counts();
    this.trace = longs();
    this.project = longs();
    this.name = longs();
    this.sumErrors = longs();
    this.startRest = shorts();
    this.endRest = shorts();
    this.kind = bytes();
    this.status = bytes();
    this.flags = bytes();
  }

  /** Id of the first row. */
  get firstId(): number {
    return this.index * BLOCK_ROWS;
  }

  /** Rows up to the last that was ever set. */
  get used(): number {
    return Atomics.load(this.#head, HEAD.used);
  }

  /** Another one after every change. */
  get version(): number {
    return Atomics.load(this.#head, HEAD.version);
  }

  get isWide(): boolean {
    return this.#head[HEAD.isWide] === 1;
  }

  /** Makes what was changed known: rows up to `row` are there now. */
  publish(row: number): void {
    if (row >= this.used) {
      Atomics.store(this.#head, HEAD.used, row + 1);
    }
    Atomics.add(this.#head, HEAD.version, 1);
  }
}

function sizeOf(isWide: boolean): number {
  const row =
    DOUBLES.length * 8 +
    COUNTS.length * (isWide ? 8 : 4) +
    LONGS.length * 4 +
    SHORTS.length * 2 +
    BYTES.length;
  return HEAD_BYTES + row * BLOCK_ROWS;
}

export function createBlock(index: number, isWide = false): SpanBlock {
  const shared = new SharedArrayBuffer(sizeOf(isWide));
  const head = new Int32Array(shared, 0, HEAD_BYTES / 4);
  head[HEAD.layout] = LAYOUT;
  head[HEAD.isWide] = isWide ? 1 : 0;
  return new SpanBlock(index, shared);
}

/** A block from the bytes of another one; undefined when they are of another layout. */
export function openBlock(index: number, bytes: Uint8Array): SpanBlock | undefined {
  const shared = new SharedArrayBuffer(bytes.length);
  new Uint8Array(shared).set(bytes);
  const head = new Int32Array(shared, 0, HEAD_BYTES / 4);
  const isOurs = head[HEAD.layout] === LAYOUT && bytes.length === sizeOf(head[HEAD.isWide] === 1);
  return isOurs ? new SpanBlock(index, shared) : undefined;
}

/** The same rows, with room for any count. */
export function widenBlock(block: SpanBlock): SpanBlock {
  const wide = createBlock(block.index, true);
  for (const name of [...DOUBLES, ...COUNTS, ...LONGS, ...SHORTS, ...BYTES]) {
    wide[name].set(block[name]);
  }
  wide.publish(block.used - 1);
  return wide;
}

export function holdsCount(array: CountArray, count: number): boolean {
  return array instanceof Float64Array || Number.isNaN(count) || Math.fround(count) === count;
}

export type { CountColumn };
