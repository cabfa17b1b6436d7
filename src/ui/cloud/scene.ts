import type { Camera, Matrix, Viewport } from './camera.ts';
import type { CloudColumns, CloudTheme, PerDataset } from './cloud.ts';
import type { UnitFrame } from './unit-frame.ts';

/** What painters draw from. Owned and changed by the cloud; painters are told which {@link Change} happened. */
export interface Scene {
  columns: CloudColumns;
  frame: UnitFrame;
  /** Where the points glide from; null when they stand still. */
  before: { positions: Uint16Array; frame: UnitFrame } | null;
  /** 0 at `before`, 1 at `columns.positions`. */
  progress: number;
  mask: Uint8Array;
  rims: Uint8Array;
  codes: Uint8Array;
  /** 256 RGBA entries. */
  palette: Uint8Array;
  /** Up to three runs of points, drawn one over the other (see `layersOf`). */
  layers: readonly Uint32Array[];
  /** Selected points, in drawing order. */
  selected: Uint32Array;
  /** Points that have a rim. */
  rimmed: Uint32Array;
  sizes: PerDataset<number>;
  opacities: PerDataset<number>;
  byShape: boolean;
  /** See `densityField`; null until it is computed. */
  density: Uint16Array<ArrayBuffer> | null;
  theme: CloudTheme;
}

export type Change =
  'columns' | 'positions' | 'mask' | 'rims' | 'codes' | 'palette' | 'density' | 'look';

export interface View {
  camera: Camera;
  matrix: Matrix;
  viewport: Viewport;
  /** Device pixels per CSS pixel. */
  pixelRatio: number;
}

/** A run of a layer's points. */
export interface Part {
  layer: number;
  from: number;
  to: number;
}

export interface Drawing {
  parts: readonly Part[];
  withDensity: boolean;
  /** Rims lie under the points: in a dense cloud they stand around it and leave its colors. */
  withRims: boolean;
  withSelected: boolean;
}

/** Puts points on a canvas: with WebGL, or without. */
export interface Painter {
  readonly renderer: 'webgl' | 'software' | 'canvas';
  /** The most points it draws, and why, when that is a limit. */
  readonly limit: number;
  readonly reason: string | null;
  readonly isLost: boolean;
  update(scene: Scene, change: Change): void;
  /** Draws over what is already on `target`. */
  draw(scene: Scene, view: View, drawing: Drawing, target: CanvasRenderingContext2D): void;
  /** By an ID image; absent when the painter cannot. */
  pick?(scene: Scene, view: View, place: { x: number; y: number }): Promise<number | null>;
  dispose(): void;
}
