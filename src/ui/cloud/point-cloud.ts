import type { Bounds, Camera, Viewport } from './camera.ts';
import { fitted, project, viewProjection } from './camera.ts';
import type {
  Box,
  Cloud,
  CloudColumns,
  CloudEvents,
  CloudLabel,
  CloudLink,
  CloudStatus,
  CloudTheme,
  PerDataset
} from './cloud.ts';
import { LEVEL } from './cloud.ts';
import { paletteOf, DATASET_COLORS } from './data-colors.ts';
import { FRAME_MS, FrameBudget } from './frame-budget.ts';
import { GridPicker } from './grid-picker.ts';
import { layersOf, rimmedOf, selectedOf } from './layers.ts';
import type { Marks } from './overlay.ts';
import { drawOverlay } from './overlay.ts';
import { placeOf } from './place-of.ts';
import type { Change, Painter, Part, Scene, View } from './scene.ts';
import { TaskRunner } from './task-runner.ts';
import { U16_MAX, unitFrame } from './unit-frame.ts';

/** Above this many points, a picture of ids costs more than a look into the grid. */
const MAX_ID_PICK = 200_000;
/** The camera counts as still after this long without a change. */
const STILL_MS = 140;
/** So many places tell how near the eye may go. */
const FIT_PLACES = 4_000;
/** Points drawn without a look at the clock. */
const SLICE = 25_000;

/** The room of a cloud that has had none on the screen yet. */
const UNSEEN: Viewport = { width: 800, height: 400 };

const EMPTY: CloudColumns = {
  count: 0,
  components: 2,
  positions: new Uint16Array(),
  box: { min: [0, 0], max: [1, 1] },
  dataset: new Uint8Array()
};

/** A 2D canvas that fills the element, one above the other. */
function addCanvas(element: HTMLElement): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none';
  canvas.setAttribute('aria-hidden', 'true');
  element.append(canvas);
  const context = canvas.getContext('2d');
  if (!context) {
    throw new Error('Cannot draw: the browser gives no canvas');
  }
  return context;
}

const ease = (t: number) => t * t * (3 - 2 * t);

/** See {@link Cloud}. `openPainter` is asked again after the context was lost for the third time. */
export class PointCloud implements Cloud {
  readonly element: HTMLElement;
  readonly #display: CanvasRenderingContext2D;
  readonly #over: CanvasRenderingContext2D;
  /** Where a large picture grows in slices before it is shown. */
  readonly #back: CanvasRenderingContext2D;
  readonly #openPainter: () => Painter;
  readonly #tasks = new TaskRunner();
  readonly #budget = new FrameBudget();
  readonly #listeners = { status: new Set<unknown>(), camera: new Set<unknown>() };
  readonly #resizes: ResizeObserver;
  readonly #sights: IntersectionObserver;
  readonly #scene: Scene;
  #painter: Painter;
  #grid: GridPicker | null = null;
  #camera: Camera = { mode: '2d', x: 0, y: 0, scale: 100 };
  #viewport = UNSEEN;
  /** The camera as somebody set it, and the room it was set for. */
  #framed = { camera: this.#camera, viewport: this.#viewport };
  #marks: Marks = { hover: null, rings: [], links: [], labels: [], outline: null, trail: null };
  #drawn = 0;
  #movedAt = -Infinity;
  #glide: { startedAt: number; durationMs: number } | null = null;
  /** Slices of the full picture still to draw. */
  #rest: Part[][] = [];
  #firstPart: Part | undefined;
  #isStale = true;
  #isOverStale = true;
  #isInSight = true;
  #wantsDensity = false;
  #densityOf: Uint16Array | null = null;
  #frame = 0;
  #stillTimer: ReturnType<typeof setTimeout> | undefined;
  #isDisposed = false;

  constructor(element: HTMLElement, theme: CloudTheme, openPainter: () => Painter) {
    this.element = element;
    this.#openPainter = openPainter;
    this.#painter = openPainter();
    this.#display = addCanvas(element);
    this.#over = addCanvas(element);
    this.#back = addCanvas(document.createElement('div'));
    this.#scene = {
      columns: EMPTY,
      frame: unitFrame(EMPTY.box),
      before: null,
      progress: 1,
      mask: new Uint8Array(),
      rims: new Uint8Array(),
      codes: new Uint8Array(),
      palette: paletteOf(DATASET_COLORS),
      layers: [],
      selected: new Uint32Array(),
      rimmed: new Uint32Array(),
      sizes: [1, 1, 1],
      opacities: [1, 1, 1],
      byShape: true,
      density: null,
      theme
    };
    this.#updateAll();
    this.#resize(UNSEEN);
    this.#measure();
    this.#resizes = new ResizeObserver(() => {
      this.#measure();
    });
    this.#resizes.observe(element);
    this.#sights = new IntersectionObserver(entries => {
      this.#isInSight = entries.some(entry => entry.isIntersecting);
      this.#request();
    });
    this.#sights.observe(element);
  }

  get viewport(): Viewport {
    return this.#viewport;
  }

  get camera(): Camera {
    return this.#camera;
  }

  get status(): CloudStatus {
    const { renderer, reason, limit } = this.#painter;
    const { count } = this.#scene.columns;
    return { renderer, drawn: this.#drawn, count, reason: count > limit ? reason : null };
  }

  setColumns(columns: CloudColumns): void {
    Object.assign(this.#scene, {
      columns,
      frame: unitFrame(columns.box),
      before: null,
      progress: 1,
      mask: new Uint8Array(columns.count).fill(LEVEL.shown),
      rims: new Uint8Array(columns.count),
      codes: columns.dataset.slice(),
      layers: layersOf(columns),
      selected: new Uint32Array(),
      rimmed: new Uint32Array(),
      density: null
    } satisfies Partial<Scene>);
    this.#glide = null;
    this.#marks = { ...this.#marks, hover: null, rings: [], links: [], outline: null };
    this.#placesChanged();
    this.#updateAll();
    this.#redraw();
  }

  setPositions(positions: Uint16Array, box: Box, durationMs: number): void {
    const scene = this.#scene;
    if (positions.length !== scene.columns.positions.length) {
      throw new RangeError(
        `Cannot move ${scene.columns.positions.length} coordinates to ${positions.length}`
      );
    }
    scene.before = durationMs > 0 ? this.#restingPlaces() : null;
    scene.columns = { ...scene.columns, positions, box };
    scene.frame = unitFrame(box);
    scene.progress = durationMs > 0 ? 0 : 1;
    this.#glide = durationMs > 0 ? { startedAt: performance.now(), durationMs } : null;
    this.#placesChanged();
    this.#painter.update(scene, 'positions');
    this.#redraw();
  }

  setMask(mask: Uint8Array): void {
    this.#scene.mask = mask;
    this.#scene.selected = selectedOf(mask, this.#scene);
    this.#change('mask');
  }

  setRims(rims: Uint8Array | null): void {
    this.#scene.rims = rims ?? new Uint8Array(this.#scene.columns.count);
    this.#scene.rimmed = rimmedOf(this.#scene.rims);
    this.#change('rims');
  }

  setColors(codes: Uint8Array, palette: Uint8Array): void {
    this.#scene.codes = codes;
    this.#painter.update(this.#scene, 'codes');
    this.setPalette(palette);
  }

  setPalette(palette: Uint8Array): void {
    this.#scene.palette = palette;
    this.#change('palette');
  }

  setSizes(sizes: PerDataset<number>): void {
    this.#scene.sizes = sizes;
    this.#change('look');
  }

  setOpacities(opacities: PerDataset<number>): void {
    this.#scene.opacities = opacities;
    this.#change('look');
  }

  setShapes(byDataset: boolean): void {
    this.#scene.byShape = byDataset;
    this.#change('look');
  }

  setTheme(theme: CloudTheme): void {
    this.#scene.theme = theme;
    this.#change('look');
  }

  setDensity(shown: boolean): void {
    this.#wantsDensity = shown;
    this.#redraw();
  }

  setCamera(camera: Camera): void {
    this.#camera = camera;
    this.#framed = { camera, viewport: this.#viewport };
    this.#tell('camera', camera);
    this.#moved();
  }

  setHover(point: number | null): void {
    this.#mark({ hover: point });
  }

  setMarks(rings: readonly number[]): void {
    this.#mark({ rings });
  }

  setLinks(links: readonly CloudLink[]): void {
    this.#mark({ links });
  }

  setLabels(labels: readonly CloudLabel[]): void {
    this.#mark({ labels: [...labels].sort((a, b) => b.count - a.count) });
  }

  setOutline(outline: Uint32Array | null): void {
    this.#mark({ outline });
  }

  setTrail(trail: readonly number[] | null): void {
    this.#mark({ trail });
  }

  fit(mode: '2d' | '3d', points?: Uint32Array): Camera {
    const scene = { ...this.#scene, before: null };
    const min: [number, number, number] = [Infinity, Infinity, Infinity];
    const max: [number, number, number] = [-Infinity, -Infinity, -Infinity];
    const total = points?.length ?? scene.columns.count;
    const places: [number, number, number][] = [];
    const step = Math.ceil(total / FIT_PLACES);
    for (let i = 0; i < total; i++) {
      const point = points ? points[i] : i;
      if (points || scene.mask[point] !== LEVEL.hidden) {
        const place = placeOf(scene, point);
        for (let axis = 0; axis < 3; axis++) {
          min[axis] = Math.min(min[axis], place[axis]);
          max[axis] = Math.max(max[axis], place[axis]);
        }
        if (mode === '3d' && i % step === 0) {
          places.push(place);
        }
      }
    }
    const isEmpty = max[0] < min[0];
    const bounds: Bounds = isEmpty ? { min: [-1, -1, -1], max: [1, 1, 1] } : { min, max };
    return fitted(mode, bounds, this.#viewport, this.#camera, isEmpty ? undefined : places);
  }

  async pick(x: number, y: number): Promise<number | null> {
    const { columns } = this.#scene;
    if (columns.count === 0) {
      return null;
    }
    const byGrid = columns.count > MAX_ID_PICK && this.#camera.mode === '2d';
    if (this.#painter.pick && !byGrid) {
      return this.#painter.pick(this.#scene, this.#view(), { x, y });
    }
    this.#grid ??= new GridPicker(this.#tasks.run('grid', {}));
    return this.#grid.pick(this.#scene, this.#view(), { x, y });
  }

  async lasso(polygon: Float64Array): Promise<Uint8Array<ArrayBuffer>> {
    const { frame, mask } = this.#scene;
    const { matrix, viewport } = this.#view();
    const bits = await this.#tasks.run('lasso', {
      projection: { frame, matrix, viewport },
      polygon
    });
    for (let i = 0; i < mask.length; i++) {
      if (mask[i] < LEVEL.shown) {
        bits[i >> 3] &= ~(1 << (i & 7));
      }
    }
    return bits;
  }

  locate(point: number): { x: number; y: number } | null {
    const { matrix, viewport } = this.#view();
    return project(matrix, viewport, placeOf(this.#scene, point));
  }

  async snapshot(): Promise<Blob> {
    if (!this.#painter.isLost) {
      this.#drawWhole();
      this.#drawOver();
    }
    const { canvas } = this.#display;
    const copy = document.createElement('canvas');
    copy.width = canvas.width;
    copy.height = canvas.height;
    const context = copy.getContext('2d');
    context?.drawImage(canvas, 0, 0);
    context?.drawImage(this.#over.canvas, 0, 0);
    return new Promise((resolve, reject) => {
      copy.toBlob(blob => {
        if (blob) {
          resolve(blob);
        } else {
          reject(new Error('Cannot encode the picture as PNG'));
        }
      }, 'image/png');
    });
  }

  on<Name extends keyof CloudEvents>(
    name: Name,
    listener: (event: CloudEvents[Name]) => void
  ): () => void {
    this.#listeners[name].add(listener);
    return () => this.#listeners[name].delete(listener);
  }

  /** The painter's context came back, or went. */
  contextChanged(state: 'lost' | 'restored'): void {
    if (state === 'restored') {
      this.#redraw();
    }
  }

  /** Goes one rung down: from now on with another painter. */
  replacePainter(): void {
    this.#painter.dispose();
    this.#painter = this.#openPainter();
    this.#updateAll();
    this.#redraw();
  }

  dispose(): void {
    if (this.#isDisposed) {
      return;
    }
    this.#isDisposed = true;
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#stillTimer);
    this.#resizes.disconnect();
    this.#sights.disconnect();
    this.#tasks.dispose();
    this.#painter.dispose();
    this.#display.canvas.remove();
    this.#over.canvas.remove();
  }

  #tell<Name extends keyof CloudEvents>(name: Name, event: CloudEvents[Name]): void {
    for (const listener of this.#listeners[name]) {
      (listener as (event: CloudEvents[Name]) => void)(event);
    }
  }

  #updateAll(): void {
    for (const change of ['look', 'columns', 'palette', 'density'] satisfies Change[]) {
      this.#painter.update(this.#scene, change);
    }
  }

  #change(change: Change): void {
    this.#painter.update(this.#scene, change);
    this.#redraw();
  }

  #mark(marks: Partial<Marks>): void {
    this.#marks = { ...this.#marks, ...marks };
    this.#isOverStale = true;
    this.#request();
  }

  #placesChanged(): void {
    this.#grid = null;
    this.#tasks.setColumns(this.#scene.columns);
  }

  /** Where the points are at this moment of a glide, quantised again over the box of both ends. */
  #restingPlaces(): { positions: Uint16Array; frame: Scene['frame'] } {
    const { before, progress, columns, frame } = this.#scene;
    if (!before) {
      return { positions: columns.positions, frame };
    }
    const { components } = columns;
    const scale = frame.scale.map((side, axis) =>
      Math.max(side, before.frame.scale[axis])
    ) as typeof frame.scale;
    const offset = scale.map(side => -side / 2) as typeof frame.offset;
    const positions = new Uint16Array(columns.positions.length);
    for (let i = 0; i < positions.length; i++) {
      const axis = i % components;
      const to = (columns.positions[i] / U16_MAX) * frame.scale[axis] + frame.offset[axis];
      const from =
        (before.positions[i] / U16_MAX) * before.frame.scale[axis] + before.frame.offset[axis];
      positions[i] =
        ((from + (to - from) * progress - offset[axis]) / (scale[axis] || 1)) * U16_MAX;
    }
    return { positions, frame: { scale, offset } };
  }

  #measure(): void {
    const { clientWidth: width, clientHeight: height } = this.element;
    // A notebook behind another tab gives its frames no room: the picture stays as it was seen last.
    if (width > 0 && height > 0) {
      this.#resize({ width, height });
    }
  }

  #resize({ width, height }: Viewport): void {
    const { camera, viewport } = this.#framed;
    if (camera.mode === '2d') {
      // The same cut-out stays in view; measured from where it was set, or a side bar that comes and goes would shrink it.
      const factor = Math.min(width / viewport.width, height / viewport.height);
      this.#camera = { ...camera, scale: camera.scale * factor };
    }
    this.#viewport = { width, height };
    const ratio = this.#pixelRatio();
    for (const { canvas } of [this.#display, this.#over, this.#back]) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    // Sizing a canvas clears it: draw before the browser shows the hole.
    this.#redraw();
    this.#draw(performance.now());
  }

  #pixelRatio(): number {
    const limit = this.#painter.renderer === 'webgl' ? 2 : 1.5;
    return Math.min(limit, globalThis.devicePixelRatio || 1);
  }

  #view(): View {
    return {
      camera: this.#camera,
      viewport: this.#viewport,
      matrix: viewProjection(this.#camera, this.#viewport),
      pixelRatio: this.#display.canvas.width / this.#viewport.width
    };
  }

  #moved(): void {
    this.#movedAt = performance.now();
    clearTimeout(this.#stillTimer);
    this.#stillTimer = setTimeout(() => {
      this.#redraw();
    }, STILL_MS + 10);
    this.#redraw();
  }

  #redraw(): void {
    this.#isStale = true;
    this.#isOverStale = true;
    this.#rest = [];
    this.#request();
  }

  #request(): void {
    if (this.#frame === 0 && !this.#isDisposed) {
      this.#frame = requestAnimationFrame(now => {
        this.#frame = 0;
        this.#draw(now);
      });
    }
  }

  #draw(now: number): void {
    if (this.#isDisposed || !this.#isInSight) {
      return;
    }
    if (this.#isOverStale) {
      this.#drawOver();
    }
    if (this.#painter.isLost) {
      return;
    }
    this.#advance(now);
    if (this.#rest.length > 0) {
      this.#drawRest();
    } else if (this.#isStale) {
      this.#drawFresh();
    }
    if (this.#glide || this.#rest.length > 0 || this.#isStale) {
      this.#request();
    }
  }

  #advance(now: number): void {
    if (!this.#glide) {
      return;
    }
    const share = Math.min(1, Math.max(0, now - this.#glide.startedAt) / this.#glide.durationMs);
    this.#scene.progress = ease(share);
    this.#isStale = true;
    this.#isOverStale = true;
    if (share === 1) {
      this.#glide = null;
      this.#scene.before = null;
      this.#painter.update(this.#scene, 'positions');
    }
  }

  /** While moving a prefix that fits the frame; when still everything, over several frames if it takes long. */
  #drawFresh(): void {
    this.#isStale = false;
    const { count } = this.#scene.columns;
    const isMoving = this.#glide !== null || performance.now() - this.#movedAt < STILL_MS;
    const most = Math.min(count, this.#painter.limit);
    const drawn = this.#budget.points(most);
    if (drawn === most) {
      this.#drawWhole();
    } else {
      this.#clear(this.#display);
      this.#paint(this.#display, this.#parts(drawn / count), { isFirst: true, isLast: true });
      this.#setDrawn(drawn);
      if (!isMoving) {
        this.#rest = this.#slices();
        this.#clear(this.#back);
      }
    }
    this.#askDensity();
  }

  /** As many slices as a frame has time for, on the canvas in the back. */
  #drawRest(): void {
    const endsAt = performance.now() + FRAME_MS;
    do {
      this.#paintSlice(this.#back, this.#rest.shift() ?? []);
    } while (this.#rest.length > 0 && performance.now() < endsAt);
    if (this.#rest.length === 0) {
      this.#display.drawImage(this.#back.canvas, 0, 0);
      this.#setDrawn(Math.min(this.#scene.columns.count, this.#painter.limit));
    }
  }

  /** At once, however long it takes. */
  #drawWhole(): void {
    this.#rest = this.#slices();
    this.#clear(this.#display);
    while (this.#rest.length > 0) {
      this.#paintSlice(this.#display, this.#rest.shift() ?? []);
    }
    this.#setDrawn(Math.min(this.#scene.columns.count, this.#painter.limit));
  }

  #drawOver(): void {
    this.#isOverStale = false;
    const view = this.#view();
    this.#over.setTransform(1, 0, 0, 1, 0, 0);
    this.#over.clearRect(0, 0, this.#over.canvas.width, this.#over.canvas.height);
    this.#over.setTransform(view.pixelRatio, 0, 0, view.pixelRatio, 0, 0);
    drawOverlay(this.#over, this.#scene, view, this.#marks);
  }

  #clear(context: CanvasRenderingContext2D): void {
    context.fillStyle = this.#scene.theme.background;
    context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  }

  /** The first slice lies on the contours, the last one under the selected points. */
  #paintSlice(target: CanvasRenderingContext2D, parts: readonly Part[]): void {
    this.#paint(target, parts, {
      isFirst: parts[0] === this.#firstPart,
      isLast: this.#rest.length === 0
    });
  }

  #paint(
    target: CanvasRenderingContext2D,
    parts: readonly Part[],
    { isFirst, isLast }: { isFirst: boolean; isLast: boolean }
  ): void {
    const startedAt = performance.now();
    const withDensity = isFirst && this.#wantsDensity && this.#camera.mode === '2d' && !this.#glide;
    this.#painter.draw(
      this.#scene,
      this.#view(),
      { parts, withDensity, withRims: isFirst, withSelected: isLast },
      target
    );
    this.#budget.measured(sizeOf(parts), performance.now() - startedAt);
  }

  #parts(share: number): Part[] {
    return this.#scene.layers.map(({ length }, layer) => ({
      layer,
      from: 0,
      to: Math.ceil(length * Math.min(1, share))
    }));
  }

  /** Always cut in the same places, so that the same view gives the same pixels. In 3D depth forbids cutting. */
  #slices(): Part[][] {
    const { count } = this.#scene.columns;
    const parts = this.#parts(Math.min(count, this.#painter.limit) / Math.max(count, 1));
    const slices =
      this.#camera.mode === '3d' || count <= SLICE
        ? [parts]
        : parts.flatMap(({ layer, to }) =>
            Array.from({ length: Math.ceil(to / SLICE) }, (_, i) => [
              { layer, from: i * SLICE, to: Math.min(to, (i + 1) * SLICE) }
            ])
          );
    this.#firstPart = slices.at(0)?.at(0);
    return slices;
  }

  #askDensity(): void {
    const { columns, frame } = this.#scene;
    if (!this.#wantsDensity || this.#glide || this.#densityOf === columns.positions) {
      return;
    }
    this.#densityOf = columns.positions;
    void this.#tasks.run('density', { frame }).then(density => {
      if (!this.#isDisposed && this.#scene.columns.positions === columns.positions) {
        this.#scene.density = density;
        this.#change('density');
      }
    });
  }

  #setDrawn(drawn: number): void {
    if (drawn !== this.#drawn) {
      this.#drawn = drawn;
      this.#tell('status', this.status);
    }
  }
}

function sizeOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { from, to }) => sum + to - from, 0);
}
