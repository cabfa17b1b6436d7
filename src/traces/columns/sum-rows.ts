import { SPAN_KINDS, STATUS_CODES } from '../../contract/span.ts';
import type { TraceSummary } from '../../contract/traces.ts';
import { markTraces } from './mark-traces.ts';
import { BLOCK_ROWS, type SpanBlock } from './span-block.ts';
import type { SpanTable } from './span-table.ts';
import type { BlockTest } from './test-rows.ts';

/** Bars of the histogram per doubling of the latency. */
const BARS_PER_DOUBLING = 2;
/** Parts of a bar in which percentiles are looked for. */
const PARTS = 16;
/** Latencies are below 2^53 microseconds. */
const PART_COUNT = 53 * BARS_PER_DOUBLING * PARTS + 1;

const LLM = SPAN_KINDS.indexOf('LLM') + 1;
const ERROR = STATUS_CODES.indexOf('ERROR');

/** Part of a latency; everything below a microsecond is in the first. */
function partOf(latencyUs: number): number {
  return Math.floor(Math.log2(Math.max(latencyUs, 1)) * (BARS_PER_DOUBLING * PARTS));
}

/** Counts, totals and exact percentiles of the rows that pass. */
export function sumRows(
  table: SpanTable,
  test: BlockTest
): Omit<TraceSummary, 'total' | 'totalTraces'> {
  const totals = new Totals();
  const traces = markTraces(table, test, (block, marks) => totals.add(block, marks));
  return {
    spans: totals.spans,
    traces: traces.count,
    errors: totals.errors,
    running: totals.spans - totals.ended,
    tokens: {
      prompt: totals.prompt,
      completion: totals.completion,
      total: totals.total
    },
    cost: totals.cost,
    latency: totals.findPercentiles(),
    histogram: totals.toHistogram()
  };
}

class Totals {
  spans = 0;
  errors = 0;
  ended = 0;
  prompt = 0;
  completion = 0;
  total = 0;
  cost: number | null = null;
  readonly #counts = new Uint32Array(PART_COUNT);
  readonly #errors = new Uint32Array(PART_COUNT);
  #latencies = new Float64Array(BLOCK_ROWS);

  add(block: SpanBlock, marks: Uint8Array): void {
    this.#makeRoom();
    const { used, latencyUs, status, kind, prompt, completion, total, cost } = block;
    let sumCost = 0;
    let priced = 0;
    for (let i = 0; i < used; i++) {
      if (marks[i] === 0) {
        continue;
      }
      this.spans++;
      const isError = status[i] === ERROR ? 1 : 0;
      this.errors += isError;
      if (kind[i] === LLM) {
        this.prompt += orZero(prompt[i]);
        this.completion += orZero(completion[i]);
        this.total += orZero(total[i]);
      }
      const price = cost[i] ?? NaN;
      if (!Number.isNaN(price)) {
        sumCost += price;
        priced++;
      }
      const latency = latencyUs[i] ?? NaN;
      // A span without a latency has no end yet.
      if (!Number.isNaN(latency)) {
        const part = partOf(latency);
        this.#counts[part] = (this.#counts[part] ?? 0) + 1;
        this.#errors[part] = (this.#errors[part] ?? 0) + isError;
        this.#latencies[this.ended++] = latency;
      }
    }
    if (priced > 0) {
      this.cost = (this.cost ?? 0) + sumCost;
    }
  }

  #makeRoom(): void {
    if (this.ended + BLOCK_ROWS > this.#latencies.length) {
      const grown = new Float64Array(2 * this.#latencies.length);
      grown.set(this.#latencies);
      this.#latencies = grown;
    }
  }

  /** Nearest rank: the counts tell in which parts the percentiles lie, and only the latencies there are put in order. */
  findPercentiles(): TraceSummary['latency'] {
    if (this.ended === 0) {
      return null;
    }
    const places = [0.5, 0.95, 0.99, 1].map(share =>
      this.#findPlace(Math.max(0, Math.ceil(share * this.ended) - 1))
    );
    const byPart = new Map(
      places.map(({ part }) => [part, new Float64Array(this.#counts[part] ?? 0)])
    );
    const filled = new Map<number, number>();
    for (let i = 0; i < this.ended; i++) {
      const latency = this.#latencies[i] ?? NaN;
      const part = partOf(latency);
      const list = byPart.get(part);
      if (list) {
        const at = filled.get(part) ?? 0;
        list[at] = latency;
        filled.set(part, at + 1);
      }
    }
    byPart.forEach(list => list.sort());
    const [p50 = NaN, p95 = NaN, p99 = NaN, max = NaN] = places.map(
      ({ part, rank }) => byPart.get(part)?.[rank] ?? NaN
    );
    return { p50, p95, p99, max };
  }

  #findPlace(rank: number): { part: number; rank: number } {
    let left = rank;
    for (let part = 0; part < PART_COUNT; part++) {
      const count = this.#counts[part] ?? 0;
      if (left < count) {
        return { part, rank: left };
      }
      left -= count;
    }
    throw new RangeError(`Cannot find rank ${rank} among fewer latencies`);
  }

  toHistogram(): TraceSummary['histogram'] {
    if (this.ended === 0) {
      return { edges: [], counts: [], errors: [] };
    }
    const isFilled = (count: number) => count > 0;
    const first = Math.floor(this.#counts.findIndex(isFilled) / PARTS);
    const last = Math.floor(this.#counts.findLastIndex(isFilled) / PARTS);
    const bars = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    const sumOf = (parts: Uint32Array, bar: number) =>
      parts.subarray(bar * PARTS, (bar + 1) * PARTS).reduce((sum, count) => sum + count, 0);
    return {
      edges: [...bars, last + 1].map(bar => 2 ** (bar / BARS_PER_DOUBLING)),
      counts: bars.map(bar => sumOf(this.#counts, bar)),
      errors: bars.map(bar => sumOf(this.#errors, bar))
    };
  }
}

function orZero(value: number | undefined): number {
  return value === undefined || Number.isNaN(value) ? 0 : value;
}
