import type { CloudLabel, CloudLink } from './cloud.ts';
import { project } from './camera.ts';
import { convexHull } from './outline.ts';
import { placeOf } from './place-of.ts';
import { pointRadius } from './point-radius.ts';
import type { Scene, View } from './scene.ts';
import { toUnit } from './unit-frame.ts';

export interface Marks {
  hover: number | null;
  rings: readonly number[];
  links: readonly CloudLink[];
  labels: readonly CloudLabel[];
  outline: Uint32Array | null;
  trail: readonly number[] | null;
}

/** The outline looks at this many points at most; more do not change its shape visibly. */
const OUTLINE_POINTS = 4_000;

/** From the place of a label up to the middle of its letters, in CSS pixels. */
const LABEL_GAP = 12;
const LABEL_LENGTH = 28;

const segmenter = new Intl.Segmenter();

function shortened(text: string): string {
  if (text.length <= LABEL_LENGTH) {
    return text;
  }
  const letters = Array.from(segmenter.segment(text), ({ segment }) => segment);
  const kept = letters.slice(0, LABEL_LENGTH - 1).join('');
  return letters.length <= LABEL_LENGTH ? text : `${kept.trimEnd()}…`;
}

interface Rect {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

type Place = { x: number; y: number };

const overlaps = (a: Rect, b: Rect) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

function drawOutline(
  context: CanvasRenderingContext2D,
  scene: Scene,
  view: View,
  ids: Uint32Array
): void {
  const step = Math.max(1, Math.floor(ids.length / OUTLINE_POINTS));
  const places: number[] = [];
  for (let i = 0; i < ids.length; i += step) {
    const place = project(view.matrix, view.viewport, placeOf(scene, ids[i]));
    if (place) {
      places.push(place.x, place.y);
    }
  }
  const hull = convexHull(Float64Array.from(places));
  context.beginPath();
  for (let i = 0; i < hull.length; i += 2) {
    context.lineTo(hull[i], hull[i + 1]);
  }
  context.closePath();
  context.lineJoin = 'round';
  // A wide round line makes the soft margin around the points; its inside is filled the same.
  context.lineWidth = 18;
  context.strokeStyle = scene.theme.accent;
  context.fillStyle = scene.theme.accent;
  context.globalAlpha = 0.1;
  context.stroke();
  context.fill();
  context.globalAlpha = 0.9;
  context.lineWidth = 1.5;
  context.setLineDash([4, 3]);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

function drawLinks(
  context: CanvasRenderingContext2D,
  links: readonly CloudLink[],
  scene: Scene,
  at: (point: number) => Place | null
) {
  context.strokeStyle = scene.theme.text;
  for (const { from, to, weight } of links) {
    const [a, b] = [at(from), at(to)];
    if (a && b) {
      // Bent a little, so that lines to neighbors of neighbors do not hide each other.
      const [mx, my] = [(a.x + b.x) / 2 + (a.y - b.y) * 0.12, (a.y + b.y) / 2 + (b.x - a.x) * 0.12];
      context.beginPath();
      context.moveTo(a.x, a.y);
      context.quadraticCurveTo(mx, my, b.x, b.y);
      // Strength twice over, so that it is seen on any ground and in print.
      context.globalAlpha = 0.22 + 0.68 * weight;
      context.lineWidth = 0.8 + 2.2 * weight;
      context.stroke();
    }
  }
  context.globalAlpha = 1;
}

function drawRing(
  context: CanvasRenderingContext2D,
  place: Place,
  radius: number,
  width: number,
  color: string,
  ground: string
) {
  for (const [line, stroke] of [
    [width + 2, ground],
    [width, color]
  ] as const) {
    context.beginPath();
    context.arc(place.x, place.y, radius, 0, 2 * Math.PI);
    context.lineWidth = line;
    context.strokeStyle = stroke;
    context.stroke();
  }
}

function drawLabels(
  context: CanvasRenderingContext2D,
  labels: readonly CloudLabel[],
  scene: Scene,
  view: View
) {
  const { width, height } = view.viewport;
  const taken: Rect[] = [];
  context.font = `600 11.5px ${scene.theme.fontFamily}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  for (const { text: whole, center } of labels) {
    const text = shortened(whole);
    const place = project(view.matrix, view.viewport, toUnit(scene.columns.box, center));
    if (!place || place.x < 0 || place.x > width || place.y < 0 || place.y > height) {
      continue;
    }
    const half = context.measureText(text).width / 2;
    const x = Math.min(width - half - 6, Math.max(half + 6, place.x));
    const y = Math.max(12, place.y - LABEL_GAP);
    const rect = {
      left: x - half - 8,
      right: x + half + 8,
      top: y - 14,
      bottom: y + 14
    };
    if (taken.some(other => overlaps(rect, other))) {
      continue;
    }
    taken.push(rect);
    context.globalAlpha = 0.85;
    context.strokeStyle = scene.theme.background;
    context.lineWidth = 4;
    context.strokeText(text, x, y);
    context.globalAlpha = 1;
    context.fillStyle = scene.theme.text;
    context.fillText(text, x, y);
  }
}

function drawTrail(
  context: CanvasRenderingContext2D,
  trail: readonly number[],
  accent: string
): void {
  context.beginPath();
  for (let i = 0; i < trail.length; i += 2) {
    context.lineTo(trail[i], trail[i + 1]);
  }
  context.closePath();
  context.fillStyle = accent;
  context.globalAlpha = 0.12;
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = accent;
  context.lineWidth = 1.5;
  context.stroke();
}

/** Draws what lies over the points: it is cheap, so hovering never draws the points again. */
export function drawOverlay(
  context: CanvasRenderingContext2D,
  scene: Scene,
  view: View,
  marks: Marks
): void {
  const { theme, columns } = scene;
  const at = (point: number) => project(view.matrix, view.viewport, placeOf(scene, point));
  const radius = pointRadius(columns.count, view);
  if (marks.outline && marks.outline.length > 0) {
    drawOutline(context, scene, view, marks.outline);
  }
  drawLinks(context, marks.links, scene, at);
  for (const point of marks.rings) {
    const place = at(point);
    if (place) {
      drawRing(context, place, radius + 2.5, 1.5, theme.text, theme.background);
    }
  }
  drawLabels(context, marks.labels, scene, view);
  const hovered = marks.hover === null ? null : at(marks.hover);
  if (hovered) {
    drawRing(context, hovered, radius + 4, 2, theme.accent, theme.background);
  }
  if (marks.trail) {
    drawTrail(context, marks.trail, theme.accent);
  }
}
