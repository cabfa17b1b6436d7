import { LEVEL, RIM } from './cloud.ts';
import { RIM_COLORS } from './data-colors.ts';
import { project } from './camera.ts';
import { DIAMOND_GROWTH, SELECTED_GROWTH, pointRadius } from './point-radius.ts';
import type { Drawing, Painter, Scene, View } from './scene.ts';
import { placeOf } from './place-of.ts';

/** A plain canvas draws about this many shapes in a frame. */
const LIMIT = 5_000;
const STRENGTH = [0, 0.16, 0.8, 1] as const;

function tracePoint(
  context: CanvasRenderingContext2D,
  shape: number,
  x: number,
  y: number,
  r: number
) {
  context.beginPath();
  if (shape === 2) {
    const d = r * DIAMOND_GROWTH;
    context.moveTo(x, y - d);
    context.lineTo(x + d, y);
    context.lineTo(x, y + d);
    context.lineTo(x - d, y);
    context.closePath();
  } else {
    context.arc(x, y, r, 0, 2 * Math.PI);
  }
}

/** The last rung of the ladder: a fair sample on a plain canvas, where WebGL 2 is missing or keeps failing. */
export class CanvasPainter implements Painter {
  readonly renderer = 'canvas';
  readonly limit = LIMIT;
  readonly reason: string;
  readonly isLost = false;

  constructor(reason: string) {
    this.reason = reason;
  }

  update(): void {
    // Everything is read from the scene when it is drawn.
  }

  draw(
    scene: Scene,
    view: View,
    { parts, withRims, withSelected }: Drawing,
    target: CanvasRenderingContext2D
  ): void {
    target.save();
    target.scale(view.pixelRatio, view.pixelRatio);
    for (const point of withRims ? scene.rimmed.subarray(0, LIMIT) : []) {
      this.#drawRim(scene, view, point, target);
    }
    for (const { layer, from, to } of parts) {
      for (let i = from; i < to; i++) {
        const point = scene.layers[layer][i];
        if (scene.mask[point] !== LEVEL.selected) {
          this.#drawPoint(scene, view, point, target);
        }
      }
    }
    if (withSelected) {
      for (const point of scene.selected.subarray(0, LIMIT)) {
        this.#drawPoint(scene, view, point, target);
      }
    }
    target.restore();
  }

  dispose(): void {
    // Nothing is held.
  }

  /** Rings as in the shader: A whole, B in dashes. */
  #drawRim(scene: Scene, view: View, point: number, target: CanvasRenderingContext2D): void {
    const place = project(view.matrix, view.viewport, placeOf(scene, point));
    if (!place || scene.mask[point] === LEVEL.hidden) {
      return;
    }
    const count = Math.min(scene.columns.count, LIMIT);
    const size = scene.sizes[scene.columns.dataset[point]];
    const radius = pointRadius(count, view) * size + 2.6;
    target.globalAlpha = 1;
    target.lineWidth = 1.6;
    for (const id of ['a', 'b'] as const) {
      if (scene.rims[point] & RIM[id]) {
        target.setLineDash(id === 'b' ? [radius * 0.45, radius * 0.33] : []);
        target.strokeStyle = RIM_COLORS[id];
        tracePoint(target, 0, place.x, place.y, radius);
        target.stroke();
      }
    }
    target.setLineDash([]);
  }

  #drawPoint(scene: Scene, view: View, point: number, target: CanvasRenderingContext2D): void {
    const level = scene.mask[point];
    const dataset = scene.columns.dataset[point];
    const place = project(view.matrix, view.viewport, placeOf(scene, point));
    const opacity = level === LEVEL.selected ? 1 : scene.opacities[dataset];
    if (!place || level === LEVEL.hidden || opacity <= 0) {
      return;
    }
    const dimmed = level === LEVEL.shown && scene.selected.length > 0 ? 0.4 : 1;
    const growth = level === LEVEL.selected ? SELECTED_GROWTH : 1;
    const count = Math.min(scene.columns.count, LIMIT);
    const radius = pointRadius(count, view) * scene.sizes[dataset] * growth;
    const shape = scene.byShape ? dataset : 0;
    const at = 4 * scene.codes[point];
    const color = `rgb(${scene.palette.subarray(at, at + 3).join(' ')})`;
    target.globalAlpha = STRENGTH[level] * dimmed * opacity;
    tracePoint(target, shape, place.x, place.y, radius);
    if (shape === 1) {
      target.strokeStyle = color;
      target.lineWidth = Math.max(1.2, radius * 0.36);
      target.stroke();
    } else {
      target.fillStyle = color;
      target.fill();
    }
  }
}
