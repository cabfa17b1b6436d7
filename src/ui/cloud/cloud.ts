import type { Camera, Viewport } from './camera.ts';

/** Smallest and largest value per axis, in the coordinates of the layout. */
export interface Box {
  min: readonly number[];
  max: readonly number[];
}

/** What is drawn, column by column: entry i of every array is point i. Any prefix should be a fair sample. */
export interface CloudColumns {
  count: number;
  components: 2 | 3;
  /** `count × components`, point after point, quantised over `box`. */
  positions: Uint16Array;
  box: Box;
  /** 0 primary (disc), 1 reference (ring), 2 corpus (diamond). */
  dataset: Uint8Array;
}

/** What a point's byte in the visibility mask says. */
export const LEVEL = { hidden: 0, context: 1, shown: 2, selected: 3 } as const;

/** Bits of a point's rim: the sets that are compared it belongs to. */
export const RIM = { a: 1, b: 2 } as const;

/** The three data sets in the order of their codes. */
export type PerDataset<Value> = readonly [primary: Value, reference: Value, corpus: Value];

export interface CloudTheme {
  /** CSS colors. */
  background: string;
  text: string;
  accent: string;
  fontFamily: string;
}

/** A line from one point to another; `weight` from 0 to 1 is its strength. */
export interface CloudLink {
  from: number;
  to: number;
  weight: number;
}

/** A name written over the points, at a place in the coordinates of the layout. */
export interface CloudLabel {
  id: string;
  text: string;
  center: readonly number[];
  count: number;
}

export interface CloudStatus {
  renderer: 'webgl' | 'software' | 'canvas';
  /** Points in the picture now; fewer than `count` while moving, or without WebGL. */
  drawn: number;
  count: number;
  /** Why the picture is a sample, as a sentence; null when nothing is wrong. */
  reason: string | null;
}

export interface CloudEvents {
  status: CloudStatus;
  camera: Camera;
}

/** The drawing room: everything the Map place asks of a renderer. Screen positions are CSS pixels in the element. */
export interface Cloud {
  /** The element that holds the canvases; pointer events belong on it. */
  readonly element: HTMLElement;
  readonly viewport: Viewport;
  readonly camera: Camera;
  readonly status: CloudStatus;

  setColumns(columns: CloudColumns): void;
  /** Moves the same points; they glide there within `durationMs` (0 jumps). */
  setPositions(positions: Uint16Array, box: Box, durationMs: number): void;
  /** One byte of {@link LEVEL} per point. */
  setMask(mask: Uint8Array): void;
  /** One byte of {@link RIM} bits per point; null takes all rims away. */
  setRims(rims: Uint8Array | null): void;
  /** One byte per point into `palette`, 256 RGBA entries. */
  setColors(codes: Uint8Array, palette: Uint8Array): void;
  setPalette(palette: Uint8Array): void;
  /** Factors of the automatic radius. */
  setSizes(sizes: PerDataset<number>): void;
  setOpacities(opacities: PerDataset<number>): void;
  /** Off: every point is a disc. */
  setShapes(byDataset: boolean): void;
  setDensity(shown: boolean): void;
  setCamera(camera: Camera): void;
  setTheme(theme: CloudTheme): void;
  setHover(point: number | null): void;
  /** Rings around points, e.g. nearest neighbors. */
  setMarks(points: readonly number[]): void;
  setLinks(links: readonly CloudLink[]): void;
  setLabels(labels: readonly CloudLabel[]): void;
  /** Draws a line around these points; null takes it away. */
  setOutline(points: Uint32Array | null): void;
  /** The closed line the pointer is drawing: x, y, x, y … */
  setTrail(trail: readonly number[] | null): void;
  /** The camera that shows the given points, or all that are not hidden. */
  fit(mode: '2d' | '3d', points?: Uint32Array): Camera;
  /** The point under the pointer, or the nearest within 4 px; null when there is none or the picture was lost. */
  pick(x: number, y: number): Promise<number | null>;
  /** Bitset of the shown points inside the closed polygon x, y, x, y … */
  lasso(polygon: Float64Array): Promise<Uint8Array<ArrayBuffer>>;
  /** Where a point is on the screen; null behind the camera. */
  locate(point: number): { x: number; y: number } | null;
  /** PNG with background, points, labels and lines. */
  snapshot(): Promise<Blob>;
  on<Name extends keyof CloudEvents>(
    name: Name,
    listener: (event: CloudEvents[Name]) => void
  ): () => void;
  dispose(): void;
}
