export type Direction = 'left' | 'right' | 'up' | 'down';

const AXES: Record<Direction, readonly [number, number]> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1]
};

/**
 * The cluster an arrow key leads to: the nearest on the screen within 60° of the direction, else the current one.
 * Without a current one the first of the list, which is the most interesting.
 */
export function nextCluster(
  places: readonly { id: string; x: number; y: number }[],
  current: string | null,
  direction: Direction
): string | null {
  const from = places.find(({ id }) => id === current);
  if (!from) {
    return places[0]?.id ?? null;
  }
  const [ax, ay] = AXES[direction];
  let [best, bestDistance] = [current, Infinity];
  for (const { id, x, y } of places) {
    const [dx, dy] = [x - from.x, y - from.y];
    const distance = Math.hypot(dx, dy);
    const along = dx * ax + dy * ay;
    if (id !== current && along > 0.5 * distance && distance < bestDistance) {
      [best, bestDistance] = [id, distance];
    }
  }
  return best;
}
