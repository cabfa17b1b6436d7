import { SPAN_KINDS, STATUS_CODES } from '../../contract/span.ts';
import type { SpanSort } from '../../contract/traces.ts';
import { compareCodePoints } from '../../filter/compare-code-points.ts';
import { findTimes, type BlockTimes } from './block-times.ts';
import type { Names } from './names.ts';
import { BLOCK_ROWS, type SpanBlock } from './span-block.ts';
import type { SpanTable } from './span-table.ts';
import type { BlockTest } from './test-rows.ts';

/** Value by which a row is sorted, and its id. */
export type Place = readonly [value: string | number | null, id: number];

export interface Search {
  sort: { by: SpanSort; descending: boolean };
  /** Only rows behind this one. */
  after: Place | undefined;
  limit: number;
}

/** What rows are sorted by: a number, NaN when it is missing, that a value stands for. */
interface Key {
  read: (block: SpanBlock) => (row: number) => number;
  toValue: (key: number) => string | number;
  toKey: (value: string | number) => number;
}

const numeric = (choose: (block: SpanBlock) => ArrayLike<number>): Key => ({
  read: block => {
    const numbers = choose(block);
    return row => numbers[row] ?? NaN;
  },
  toValue: key => key,
  toKey: Number
});

const NUMBERS = {
  start: numeric(({ startUs }) => startUs),
  end: numeric(({ endUs }) => endUs),
  latency: numeric(({ latencyUs }) => latencyUs),
  promptTokens: numeric(({ prompt }) => prompt),
  completionTokens: numeric(({ completion }) => completion),
  totalTokens: numeric(({ total }) => total),
  cumulativeTokens: numeric(({ sumTotal }) => sumTotal),
  errors: numeric(({ sumErrors }) => sumErrors),
  cost: numeric(({ sumCost }) => sumCost)
} satisfies Partial<Record<SpanSort, Key>>;

/** Texts by their rank among all texts there are. */
function ranked(choose: (block: SpanBlock) => ArrayLike<number>, texts: readonly string[]): Key {
  const sorted = [...new Set(texts)].sort(compareCodePoints);
  const rankByText = new Map(sorted.map((text, rank) => [text, rank]));
  const ranks = Float64Array.from(texts, text => rankByText.get(text) ?? NaN);
  return {
    read: block => {
      const codes = choose(block);
      return row => ranks[codes[row] ?? 0] ?? NaN;
    },
    toValue: key => sorted[key] ?? '',
    toKey: value => {
      const text = String(value);
      const at = sorted.findIndex(each => compareCodePoints(each, text) >= 0);
      // A text that is not there any more lies between two that are.
      return at < 0 ? sorted.length : sorted[at] === text ? at : at - 0.5;
    }
  };
}

function keyOf(by: SpanSort, names: Names): Key {
  switch (by) {
    case 'name':
      return ranked(({ name }) => name, names.since(0));
    case 'kind':
      return ranked(({ kind }) => kind, ['', ...SPAN_KINDS]);
    case 'status':
      return ranked(({ status }) => status, STATUS_CODES);
    default:
      return NUMBERS[by];
  }
}

/** The first rows of a table that pass, missing values last in both directions, and the latest first among equals. */
export function findRows(
  table: SpanTable,
  test: BlockTest,
  { sort, after, limit }: Search
): Place[] {
  const { read, toKey, toValue } = keyOf(sort.by, table.names);
  // Everything is sorted descending: what is missing becomes the smallest.
  const sign = sort.descending ? 1 : -1;
  const rankOf = (key: number) => (Number.isNaN(key) ? -Infinity : sign * key);
  const best = new BestRows(limit);
  const afterRank = after ? rankOf(after[0] === null ? NaN : toKey(after[0])) : Infinity;
  const afterId = after?.[1] ?? Infinity;
  const marks = new Uint8Array(BLOCK_ROWS);
  for (const { block, highest } of byPromise(table, sort.by === 'start', sign)) {
    if (best.isFull && highest < best.worstRank) {
      break;
    }
    test(block, marks);
    const at = read(block);
    const { used, firstId } = block;
    for (let i = 0; i < used; i++) {
      if (marks[i] === 1) {
        const rank = rankOf(at(i));
        const id = firstId + i;
        if (rank < afterRank || (rank === afterRank && id < afterId)) {
          best.offer(rank, id);
        }
      }
    }
  }
  return best
    .toSorted()
    .map(({ rank, id }) => [rank === -Infinity ? null : toValue(sign * rank), id]);
}

/** Blocks in an order in which the first rows come early; `highest`: no rank in it is above. */
function byPromise(
  table: SpanTable,
  isByStart: boolean,
  sign: number
): { block: SpanBlock; highest: number }[] {
  const { blocks } = table;
  return isByStart
    ? blocks
        .map(block => ({ block, highest: highestStart(findTimes(block), sign) }))
        .sort((a, b) => b.highest - a.highest)
    : blocks.map(block => ({ block, highest: Infinity }));
}

function highestStart({ earliest, latest }: BlockTimes, sign: number): number {
  return sign > 0 ? latest : -earliest;
}

/** The best rows so far, in a binary heap whose top is the worst of them. */
class BestRows {
  readonly #limit: number;
  readonly #rows: { rank: number; id: number }[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  get isFull(): boolean {
    return this.#rows.length >= this.#limit;
  }

  get worstRank(): number {
    return this.#rows[0]?.rank ?? -Infinity;
  }

  offer(rank: number, id: number): void {
    const [worst] = this.#rows;
    if (!this.isFull) {
      this.#rows.push({ rank, id });
      this.#rise(this.#rows.length - 1);
    } else if (worst && (rank > worst.rank || (rank === worst.rank && id > worst.id))) {
      this.#rows[0] = { rank, id };
      this.#sink();
    }
  }

  toSorted(): { rank: number; id: number }[] {
    return [...this.#rows].sort((a, b) => (b.rank === a.rank ? b.id - a.id : b.rank - a.rank));
  }

  #isWorse(a: number, b: number): boolean {
    const [x, y] = [this.#rows[a], this.#rows[b]];
    return (
      x !== undefined && y !== undefined && (x.rank === y.rank ? x.id < y.id : x.rank < y.rank)
    );
  }

  #swap(a: number, b: number): void {
    const [x, y] = [this.#rows[a], this.#rows[b]];
    if (x && y) {
      this.#rows[a] = y;
      this.#rows[b] = x;
    }
  }

  #rise(from: number): void {
    for (let at = from; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!this.#isWorse(at, parent)) {
        return;
      }
      this.#swap(at, parent);
      at = parent;
    }
  }

  #sink(): void {
    for (let at = 0; ;) {
      const left = 2 * at + 1;
      const worse = this.#isWorse(left + 1, left) ? left + 1 : left;
      if (!this.#isWorse(worse, at)) {
        return;
      }
      this.#swap(at, worse);
      at = worse;
    }
  }
}
