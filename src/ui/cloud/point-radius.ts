import type { View } from './scene.ts';
import { magnification } from './camera.ts';

/** Automatic radius in CSS pixels before the factor of the data set: smaller for many points, larger when zoomed in. */
export function pointRadius(
  count: number,
  { camera, viewport }: Pick<View, 'camera' | 'viewport'>
): number {
  const base = Math.min(4.2, Math.max(1, 6.4 - 0.95 * Math.log10(Math.max(count, 1))));
  return base * Math.min(4, Math.max(1, magnification(camera, viewport) ** 0.4));
}

/** Selected points are this much larger. */
export const SELECTED_GROWTH = 1.2;

/** A diamond as large as a disc looks smaller. */
export const DIAMOND_GROWTH = 1.3;
