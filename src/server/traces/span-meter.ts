/** What {@link SpanMeter.perSecond} is a mean over: long enough to be calm, short enough to be now. */
const WINDOW_S = 10;

/** Counts spans as they are stored, one number per second of the last ten: a rate that costs nothing to read. */
export class SpanMeter {
  readonly #counts = new Float64Array(WINDOW_S);
  #second = 0;
  #total = 0;

  /** Spans since the server started. */
  get total(): number {
    return this.#total;
  }

  add(count: number, nowMs: number): void {
    const at = this.#advance(nowMs);
    this.#counts[at] = (this.#counts[at] ?? 0) + count;
    this.#total += count;
  }

  /** The mean of the last ten seconds, the one under way included. */
  perSecond(nowMs: number): number {
    this.#advance(nowMs);
    return this.#counts.reduce((sum, count) => sum + count, 0) / WINDOW_S;
  }

  /** Empties what has left the window; a clock that was set back empties nothing. */
  #advance(nowMs: number): number {
    const second = Math.floor(nowMs / 1000);
    const passed = Math.min(WINDOW_S, Math.max(0, second - this.#second));
    for (let i = 1; i <= passed; i++) {
      this.#counts[(second - passed + i) % WINDOW_S] = 0;
    }
    this.#second = Math.max(second, this.#second);
    return this.#second % WINDOW_S;
  }
}
