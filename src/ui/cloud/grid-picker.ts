import { LEVEL } from './cloud.ts';
import { project } from './camera.ts';
import { placeOf } from './place-of.ts';
import type { PointGrid } from './point-grid.ts';
import { visitNear } from './point-grid.ts';
import { SELECTED_GROWTH, pointRadius } from './point-radius.ts';
import type { Scene, View } from './scene.ts';

/** A point this far away, in CSS pixels, still counts as meant. */
const TOLERANCE = 4;

/** The layer of each data set. */
function rankOf({ layers, columns }: Scene): number[] {
  const rank = [0, 0, 0];
  for (const [layer, points] of layers.entries()) {
    // A layer is mixed from its first points on, but for the rarest accident.
    for (const point of points.subarray(0, 200)) {
      rank[columns.dataset[point]] = layer;
    }
  }
  return rank;
}

/** Finds points by a look into a grid over x and y: any number of points, 2D only; every one when the view is 3D. */
export class GridPicker {
  readonly #grid: Promise<PointGrid>;

  constructor(grid: Promise<PointGrid>) {
    this.#grid = grid;
  }

  /** The topmost point that covers the place, or else the nearest within 4 px. */
  async pick(scene: Scene, view: View, { x, y }: { x: number; y: number }): Promise<number | null> {
    const grid = await this.#grid;
    const { camera, viewport, matrix } = view;
    const radius = pointRadius(scene.columns.count, view);
    const rank = rankOf(scene);
    let best = { point: -1, distance: Infinity, height: -1 };
    const visit = (point: number) => {
      const level = scene.mask[point];
      const dataset = scene.columns.dataset[point];
      const place = level >= LEVEL.shown ? project(matrix, viewport, placeOf(scene, point)) : null;
      if (!place) {
        return;
      }
      const isSelected = level === LEVEL.selected;
      const own = radius * scene.sizes[dataset] * (isSelected ? SELECTED_GROWTH : 1);
      const distance = Math.max(0, Math.hypot(place.x - x, place.y - y) - own);
      const height = (isSelected ? 3 : 0) + rank[dataset];
      const isHigher =
        distance === best.distance &&
        (height > best.height || (height === best.height && point > best.point));
      if (distance <= TOLERANCE && (distance < best.distance || isHigher)) {
        best = { point, distance, height };
      }
    };
    if (camera.mode === '2d') {
      const reach =
        (radius * Math.max(...scene.sizes) * SELECTED_GROWTH + TOLERANCE) / camera.scale;
      const place = {
        x: camera.x + (x - viewport.width / 2) / camera.scale,
        y: camera.y - (y - viewport.height / 2) / camera.scale
      };
      visitNear(grid, scene.frame, { ...place, reach }, visit);
    } else {
      grid.ids.forEach(visit);
    }
    return best.point < 0 ? null : best.point;
  }
}
