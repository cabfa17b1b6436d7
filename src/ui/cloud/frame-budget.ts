/** A frame while moving may take this long. */
export const FRAME_MS = 30;

/** The first guess: what a software renderer on two cores manages. A graphics card corrects it within a few frames. */
const INITIAL_POINTS_PER_MS = 1500;
const SMALLEST = 4_000;

/** Learns how many points fit a frame from what frames cost. */
export class FrameBudget {
  #pointsPerMs = INITIAL_POINTS_PER_MS;

  /** Points to draw now, out of `count`. */
  points(count: number, milliseconds: number = FRAME_MS): number {
    return Math.min(count, Math.max(SMALLEST, Math.round(this.#pointsPerMs * milliseconds)));
  }

  /** A frame of `points` took this long. Small frames say little about the cost of a point. */
  measured(points: number, milliseconds: number): void {
    if (points < SMALLEST) {
      return;
    }
    const seen = points / Math.max(milliseconds, 0.5);
    const factor = Math.min(1.6, Math.max(0.3, seen / this.#pointsPerMs));
    this.#pointsPerMs *= factor < 1 ? factor : 1 + (factor - 1) * 0.6;
  }
}
