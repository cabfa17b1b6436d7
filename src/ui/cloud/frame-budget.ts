/** A frame while moving should take this long. */
export const FRAME_MS = 30;

/**
 * The first guess: what a software renderer on two cores manages beside the fixed cost of a frame. A graphics card
 * corrects it within a few frames.
 */
const FIRST_GUESS = { msPerPoint: 1 / 1500, fixedMs: 8 };
/** Fewer would be no picture any more. */
const SMALLEST = 20_000;
/** Where clearing and copying alone eat the frame, points still get this much: leaving them out would not help. */
const POINTS_MS = 12;
/** How much the last frame counts against all before it. */
const MEMORY = 0.88;

/**
 * Learns how many points fit a frame. The cost of a frame is fixed plus so much per point: a line through what frames
 * cost, with older frames fading out.
 */
export class FrameBudget {
  // Two imagined frames that lie on the first guess; they fade as real ones come.
  #weight = 0;
  #x = 0;
  #y = 0;
  #xx = 0;
  #xy = 0;

  constructor() {
    for (const points of [10_000, 60_000]) {
      this.#add(points, FIRST_GUESS.fixedMs + points * FIRST_GUESS.msPerPoint);
    }
  }

  /** Points to draw now, out of `count`. */
  points(count: number): number {
    const { msPerPoint, fixedMs } = this.#line();
    const free = Math.max(POINTS_MS, FRAME_MS - fixedMs);
    return Math.min(count, Math.max(SMALLEST, Math.round(free / msPerPoint)));
  }

  /** A frame of `points` took this long. */
  measured(points: number, milliseconds: number): void {
    this.#weight *= MEMORY;
    this.#x *= MEMORY;
    this.#y *= MEMORY;
    this.#xx *= MEMORY;
    this.#xy *= MEMORY;
    this.#add(points, milliseconds);
  }

  #add(points: number, milliseconds: number): void {
    this.#weight += 1;
    this.#x += points;
    this.#y += milliseconds;
    this.#xx += points * points;
    this.#xy += points * milliseconds;
  }

  /** Weighted least squares; frames of nearly one size say only what a frame of that size costs. */
  #line(): { msPerPoint: number; fixedMs: number } {
    const [x, y] = [this.#x / this.#weight, this.#y / this.#weight];
    const spread = this.#xx / this.#weight - x * x;
    const slope = (this.#xy / this.#weight - x * y) / spread;
    const steepest = y / x;
    const isClear = spread > (0.08 * x) ** 2 && slope > steepest / 50;
    const msPerPoint = Math.max(1e-6, isClear ? Math.min(slope, steepest) : steepest / 3);
    return { msPerPoint, fixedMs: Math.max(0, y - msPerPoint * x) };
  }
}
