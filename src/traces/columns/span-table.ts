import { SPAN_KINDS, STATUS_CODES, type SpanKind, type StatusCode } from '../../contract/span.ts';
import type { Sums } from '../sums.ts';
import { Names } from './names.ts';
import {
  BLOCK_ROWS,
  createBlock,
  HAS_PARENT,
  holdsCount,
  IS_ROOT,
  SpanBlock,
  widenBlock,
  type CountColumn
} from './span-block.ts';

/** What the table keeps of a span. */
export interface SpanCells {
  trace: number;
  project: number;
  /** Code in {@link SpanTable.names}. */
  name: number;
  kind: SpanKind;
  statusCode: StatusCode;
  isRoot: boolean;
  hasParent: boolean;
  startUs: number;
  startRest: number;
  endUs: number | null;
  endRest: number | null;
  latencyUs: number | null;
  prompt: number | null;
  completion: number | null;
  total: number | null;
  cost: number | null;
  sums: Readonly<Sums>;
}

/** What another thread must get to know of a table, beside what lies in shared memory. */
export interface TableNews {
  /** Forget everything first. */
  isWhole: boolean;
  blocks: { index: number; shared: SharedArrayBuffer | null }[];
  names: string[];
}

const KIND_CODES = new Map(SPAN_KINDS.map((kind, i) => [kind, i + 1]));
const STATUS_NUMBERS = new Map(STATUS_CODES.map((status, i) => [status, i]));
const orNaN = (value: number | null) => value ?? NaN;

/** All spans of a store as columns in memory. One thread puts rows in, after they are on disk; others adopt its blocks and read. */
export class SpanTable {
  #names = new Names();
  #blocks = new Map<number, SpanBlock>();
  /** Places of blocks that came or went since the last news. */
  readonly #changed = new Set<number>();
  #toldNames = 1;

  get names(): Names {
    return this.#names;
  }

  /** In the order of their rows. */
  get blocks(): SpanBlock[] {
    return [...this.#blocks.values()].sort((a, b) => a.index - b.index);
  }

  get blockCount(): number {
    return this.#blocks.size;
  }

  blockAt(index: number): SpanBlock | undefined {
    return this.#blocks.get(index);
  }

  put(id: number, cells: Readonly<SpanCells>): void {
    const row = id % BLOCK_ROWS;
    let block = this.#openBlock(id);
    block = this.#setCount(block, row, 'prompt', orNaN(cells.prompt));
    block = this.#setCount(block, row, 'completion', orNaN(cells.completion));
    block = this.#setCount(block, row, 'total', orNaN(cells.total));
    block.trace[row] = cells.trace;
    block.project[row] = cells.project;
    block.name[row] = cells.name;
    block.status[row] = STATUS_NUMBERS.get(cells.statusCode) ?? 0;
    block.flags[row] = (cells.isRoot ? IS_ROOT : 0) | (cells.hasParent ? HAS_PARENT : 0);
    block.startUs[row] = cells.startUs;
    block.startRest[row] = cells.startRest;
    block.endUs[row] = orNaN(cells.endUs);
    block.endRest[row] = cells.endRest ?? 0;
    block.latencyUs[row] = orNaN(cells.latencyUs);
    block.cost[row] = orNaN(cells.cost);
    block.kind[row] = KIND_CODES.get(cells.kind) ?? SPAN_KINDS.length;
    this.setSums(id, cells.sums);
  }

  setSums(id: number, sums: Readonly<Sums>): void {
    const row = id % BLOCK_ROWS;
    let block = this.#openBlock(id);
    block = this.#setCount(block, row, 'sumPrompt', sums.prompt);
    block = this.#setCount(block, row, 'sumCompletion', sums.completion);
    block = this.#setCount(block, row, 'sumTotal', sums.total);
    block.sumErrors[row] = sums.errors;
    block.sumCost[row] = orNaN(sums.cost);
    block.publish(row);
  }

  /** The span's parent has come. */
  joinParent(id: number): void {
    const row = id % BLOCK_ROWS;
    const block = this.#openBlock(id);
    block.flags[row] = (block.flags[row] ?? 0) & ~IS_ROOT;
    block.publish(row);
  }

  /** The span has turned out to be its own ancestor. */
  uproot(id: number): void {
    const row = id % BLOCK_ROWS;
    const block = this.#openBlock(id);
    block.flags[row] = (block.flags[row] ?? 0) | IS_ROOT;
    block.publish(row);
  }

  remove(id: number): void {
    const block = this.#blocks.get(Math.floor(id / BLOCK_ROWS));
    if (block) {
      block.kind[id % BLOCK_ROWS] = 0;
      block.publish(0);
    }
  }

  /** Gives the memory of blocks without a span back. */
  dropEmptyBlocks(): void {
    for (const [index, { kind }] of this.#blocks) {
      if (kind.every(code => code === 0)) {
        this.#blocks.delete(index);
        this.#changed.add(index);
      }
    }
  }

  setBlock(block: SpanBlock): void {
    this.#blocks.set(block.index, block);
    this.#changed.add(block.index);
  }

  /** What happened since the last call; undefined when nothing did that another thread cannot see. */
  takeNews(): TableNews | undefined {
    if (this.#changed.size === 0 && this.#toldNames === this.#names.size) {
      return undefined;
    }
    const blocks = Array.from(this.#changed, index => ({
      index,
      shared: this.#blocks.get(index)?.shared ?? null
    }));
    const names = this.#names.since(this.#toldNames);
    this.#changed.clear();
    this.#toldNames = this.#names.size;
    return { isWhole: false, blocks, names };
  }

  /** Everything, for a thread that knows nothing yet. */
  share(): TableNews {
    return {
      isWhole: true,
      blocks: this.blocks.map(({ index, shared }) => ({ index, shared })),
      names: this.#names.since(1)
    };
  }

  /** Follows another thread's table. */
  adopt({ isWhole, blocks, names }: TableNews): void {
    if (isWhole) {
      this.#blocks = new Map();
      this.#names = new Names();
    }
    for (const { index, shared } of blocks) {
      if (shared) {
        this.#blocks.set(index, new SpanBlock(index, shared));
      } else {
        this.#blocks.delete(index);
      }
    }
    names.forEach(name => this.#names.add(name));
  }

  #openBlock(id: number): SpanBlock {
    const index = Math.floor(id / BLOCK_ROWS);
    let block = this.#blocks.get(index);
    if (!block) {
      block = createBlock(index);
      this.setBlock(block);
    }
    return block;
  }

  /** The block that has the count now. */
  #setCount(given: SpanBlock, row: number, column: CountColumn, count: number): SpanBlock {
    let block = given;
    if (!holdsCount(given[column], count)) {
      block = widenBlock(given);
      this.setBlock(block);
    }
    block[column][row] = count;
    return block;
  }
}
