import {
  BufferAttribute,
  BufferGeometry,
  Camera,
  Color,
  DataTexture,
  HalfFloatType,
  LinearFilter,
  Mesh,
  PlaneGeometry,
  Points,
  RGBAFormat,
  Scene as ThreeScene,
  ShaderMaterial,
  UnsignedByteType,
  Vector3,
  WebGLRenderTarget
} from 'three';
import type { IUniform } from 'three';
import { DATASET_COLORS, RIM_COLORS } from './data-colors.ts';
import { DENSITY_REACH, DENSITY_SIDE } from './density.ts';
import type { GlStage } from './gl-stage.ts';
import { pointRadius } from './point-radius.ts';
import type { Change, Drawing, Painter, Part, Scene, View } from './scene.ts';
import {
  MAX_RADIUS,
  PASS,
  densityFragment,
  densityVertex,
  pointFragment,
  pointVertex
} from './shaders.ts';

/** Side of the picking image in device pixels: its middle, and room for the discs that reach it. */
const PICK_SIDE = 2 * (MAX_RADIUS + 12) + 1;
const PICK_REACH = 4;

/** Opaque enough to see one point, light enough to see through many. */
function pointAlpha(count: number): number {
  return Math.min(0.92, Math.max(0.4, 1.3 - 0.14 * Math.log10(Math.max(count, 1))));
}

function wholeOf({ layers }: Scene): Part[] {
  return layers.map(({ length }, layer) => ({ layer, from: 0, to: length }));
}

/** The view's matrix, narrowed to {@link PICK_SIDE} device pixels around a place. */
function around({ matrix, viewport, pixelRatio }: View, x: number, y: number): number[] {
  const { width, height } = viewport;
  const narrowed = [...matrix];
  const [atX, atY] = [(2 * x) / width - 1, 1 - (2 * y) / height];
  for (let column = 0; column < 16; column += 4) {
    const w = matrix[column + 3];
    narrowed[column] = (matrix[column] - atX * w) * ((width * pixelRatio) / PICK_SIDE);
    narrowed[column + 1] = (matrix[column + 1] - atY * w) * ((height * pixelRatio) / PICK_SIDE);
  }
  return narrowed;
}

/** The point whose pixel is nearest to the middle; ids are one more than points, 0 is ground. */
function nearestId(pixels: Uint8Array, side: number): number | null {
  const ids = new Uint32Array(pixels.buffer);
  const middle = (side - 1) / 2;
  let [best, bestDistance] = [0, Infinity];
  for (const [i, id] of ids.entries()) {
    const distance = ((i % side) - middle) ** 2 + (Math.floor(i / side) - middle) ** 2;
    if (id > 0 && distance < bestDistance) {
      [best, bestDistance] = [id, distance];
    }
  }
  return best > 0 ? best - 1 : null;
}

function createUniforms() {
  return {
    beforeScale: { value: new Vector3() },
    beforeOffset: { value: new Vector3() },
    afterScale: { value: new Vector3() },
    afterOffset: { value: new Vector3() },
    progress: { value: 1 },
    palette: { value: new DataTexture(new Uint8Array(1024), 256, 1, RGBAFormat, UnsignedByteType) },
    sizes: { value: new Vector3(1, 1, 1) },
    opacities: { value: new Vector3(1, 1, 1) },
    radius: { value: 1 },
    eyeDistance: { value: 0 },
    selecting: { value: 0 },
    byShape: { value: 1 },
    alpha: { value: 1 },
    background: { value: new Color() },
    hardEdges: { value: 0 },
    rimA: { value: new Color().setStyle(RIM_COLORS.a, '') },
    rimB: { value: new Color().setStyle(RIM_COLORS.b, '') }
  } satisfies Record<string, IUniform>;
}

/** three's `Points` over typed arrays, one shader for all of them. */
export class GlPainter implements Painter {
  readonly renderer: 'webgl' | 'software';
  readonly limit = Infinity;
  readonly reason = null;
  readonly #stage: GlStage;
  readonly #uniforms = createUniforms();
  readonly #materials = {
    rest: this.#material(PASS.rest),
    selected: this.#material(PASS.selected),
    restIds: this.#material(PASS.ids),
    selectedIds: this.#material(PASS.ids),
    rims: this.#material(PASS.rims)
  };
  readonly #layers: Points<BufferGeometry, ShaderMaterial>[];
  readonly #selected: Points<BufferGeometry, ShaderMaterial>;
  readonly #rims: Points<BufferGeometry, ShaderMaterial>;
  readonly #density: Mesh<PlaneGeometry, ShaderMaterial>;
  readonly #scene = new ThreeScene();
  readonly #camera = new Camera();
  readonly #pickTarget = new WebGLRenderTarget(PICK_SIDE, PICK_SIDE, { depthBuffer: true });
  readonly #onePixel = new Uint8Array(4);
  #isDisposed = false;

  constructor(stage: GlStage) {
    this.#stage = stage;
    this.renderer = stage.isSoftware ? 'software' : 'webgl';
    this.#layers = [0, 1, 2].map(() => this.#points());
    this.#selected = this.#points();
    this.#rims = this.#points();
    this.#rims.material = this.#materials.rims;
    this.#density = this.#densityPlane();
    this.#scene.matrixWorldAutoUpdate = false;
  }

  get isLost(): boolean {
    return this.#hasLost();
  }

  /** A method, since the answer changes while something is awaited. */
  #hasLost(): boolean {
    return this.#isDisposed || this.#stage.renderer.getContext().isContextLost();
  }

  update(scene: Scene, change: Change): void {
    switch (change) {
      case 'columns':
        this.#setColumns(scene);
        break;
      case 'positions':
        this.#setPositions(scene);
        break;
      case 'mask':
        this.#replace('level', scene.mask);
        this.#selected.geometry.setIndex(new BufferAttribute(scene.selected, 1));
        break;
      case 'rims':
        this.#replace('rim', scene.rims);
        this.#rims.geometry.setIndex(new BufferAttribute(scene.rimmed, 1));
        break;
      case 'codes':
        this.#replace('code', scene.codes);
        break;
      case 'palette':
        this.#uniforms.palette.value.image.data?.set(scene.palette);
        this.#uniforms.palette.value.needsUpdate = true;
        break;
      case 'density':
        this.#setDensity(scene);
        break;
      case 'look':
        this.#uniforms.sizes.value.set(...scene.sizes);
        this.#uniforms.opacities.value.set(...scene.opacities);
        this.#uniforms.byShape.value = Number(scene.byShape);
        this.#uniforms.background.value.setStyle(scene.theme.background, '');
        break;
    }
  }

  draw(scene: Scene, view: View, drawing: Drawing, target: CanvasRenderingContext2D): void {
    const { renderer } = this.#stage;
    const width = Math.max(1, Math.round(view.viewport.width * view.pixelRatio));
    const height = Math.max(1, Math.round(view.viewport.height * view.pixelRatio));
    this.#stage.reserve(width, height);
    this.#aim(scene, view);
    this.#show(drawing.parts, this.#materials.rest);
    this.#selected.visible = drawing.withSelected && scene.selected.length > 0;
    this.#selected.material = this.#materials.selected;
    this.#rims.visible = drawing.withRims && scene.rimmed.length > 0;
    this.#density.visible = drawing.withDensity && scene.density !== null;
    renderer.setRenderTarget(null);
    renderer.setViewport(0, 0, width, height);
    renderer.setScissor(0, 0, width, height);
    renderer.setScissorTest(true);
    renderer.clear();
    this.#camera.projectionMatrix.fromArray(view.matrix);
    renderer.render(this.#scene, this.#camera);
    this.#waitForPixels();
    const source = renderer.domElement;
    target.drawImage(source, 0, source.height - height, width, height, 0, 0, width, height);
  }

  async pick(scene: Scene, view: View, { x, y }: { x: number; y: number }): Promise<number | null> {
    if (this.#hasLost()) {
      return null;
    }
    const { renderer } = this.#stage;
    this.#aim(scene, view);
    this.#show(wholeOf(scene), this.#materials.restIds);
    this.#selected.visible = scene.selected.length > 0;
    this.#selected.material = this.#materials.selectedIds;
    this.#rims.visible = false;
    this.#density.visible = false;
    this.#camera.projectionMatrix.fromArray(around(view, x, y));
    renderer.setRenderTarget(this.#pickTarget);
    renderer.clear();
    renderer.render(this.#scene, this.#camera);
    const reach = Math.min(12, Math.ceil(PICK_REACH * view.pixelRatio));
    const side = 2 * reach + 1;
    const start = (PICK_SIDE - side) / 2;
    const pixels = new Uint8Array(4 * side * side);
    const read = renderer.readRenderTargetPixelsAsync(
      this.#pickTarget, start, start, side, side, pixels
    ); // prettier-ignore
    renderer.setRenderTarget(null);
    try {
      await read;
    } catch (cause) {
      if (!this.#hasLost()) {
        throw new Error('Cannot read the picking image', { cause });
      }
    }
    return this.#hasLost() ? null : nearestId(pixels, side);
  }

  dispose(): void {
    if (this.#isDisposed) {
      return;
    }
    this.#isDisposed = true;
    for (const { geometry } of [...this.#layers, this.#selected, this.#rims, this.#density]) {
      geometry.dispose();
    }
    for (const material of [...Object.values(this.#materials), this.#density.material]) {
      material.dispose();
    }
    this.#uniforms.palette.value.dispose();
    this.#fieldTexture.dispose();
    this.#pickTarget.dispose();
    this.#stage.release();
  }

  /**
   * Drawing is asynchronous: without reading a pixel back nobody could tell what a frame costs, and frames would
   * queue up behind a slow renderer. The budget keeps the wait short.
   */
  #waitForPixels(): void {
    const context = this.#stage.renderer.getContext();
    context.readPixels(0, 0, 1, 1, context.RGBA, context.UNSIGNED_BYTE, this.#onePixel);
  }

  get #fieldTexture(): DataTexture {
    return this.#density.material.uniforms['field'].value as DataTexture;
  }

  #material(pass: number): ShaderMaterial {
    return new ShaderMaterial({
      uniforms: { ...this.#uniforms, pass: { value: pass } },
      vertexShader: pointVertex,
      fragmentShader: pointFragment,
      transparent: pass !== PASS.ids,
      premultipliedAlpha: true,
      depthTest: false,
      depthWrite: false
    });
  }

  #points(): Points<BufferGeometry, ShaderMaterial> {
    const points = new Points(new BufferGeometry(), this.#materials.rest);
    points.frustumCulled = false;
    points.matrixAutoUpdate = false;
    points.visible = false;
    return points;
  }

  #densityPlane(): Mesh<PlaneGeometry, ShaderMaterial> {
    const field = new DataTexture(
      new Uint16Array(4 * DENSITY_SIDE ** 2), DENSITY_SIDE, DENSITY_SIDE, RGBAFormat, HalfFloatType
    ); // prettier-ignore
    field.minFilter = LinearFilter;
    field.magFilter = LinearFilter;
    const material = new ShaderMaterial({
      uniforms: {
        field: { value: field },
        fieldReach: { value: DENSITY_REACH },
        colors: { value: DATASET_COLORS.map(color => new Color().setStyle(color, '')) },
        present: { value: new Vector3() },
        strength: { value: 0.6 }
      },
      vertexShader: densityVertex,
      fragmentShader: densityFragment,
      transparent: true,
      premultipliedAlpha: true,
      depthTest: false,
      depthWrite: false
    });
    const plane = new Mesh(new PlaneGeometry(2 * DENSITY_REACH, 2 * DENSITY_REACH), material);
    plane.frustumCulled = false;
    plane.visible = false;
    return plane;
  }

  #setColumns(scene: Scene): void {
    const { columns } = scene;
    const attributes = {
      dataset: new BufferAttribute(columns.dataset, 1),
      code: new BufferAttribute(scene.codes.slice(), 1),
      level: new BufferAttribute(scene.mask.slice(), 1),
      rim: new BufferAttribute(scene.rims.slice(), 1)
    };
    for (const points of [...this.#layers, this.#selected, this.#rims]) {
      points.geometry.dispose();
      points.geometry = new BufferGeometry();
      for (const [name, attribute] of Object.entries(attributes)) {
        points.geometry.setAttribute(name, attribute);
      }
    }
    for (const [layer, points] of this.#layers.entries()) {
      points.geometry.setIndex(new BufferAttribute(scene.layers[layer] ?? new Uint32Array(), 1));
    }
    this.#selected.geometry.setIndex(new BufferAttribute(scene.selected, 1));
    this.#rims.geometry.setIndex(new BufferAttribute(scene.rimmed, 1));
    this.#setPositions(scene);
    this.#scene.clear();
    this.#scene.add(this.#density, this.#rims, ...this.#layers, this.#selected);
  }

  #setPositions({ columns, before }: Scene): void {
    const after = new BufferAttribute(columns.positions, columns.components, true);
    const from = before ? new BufferAttribute(before.positions, columns.components, true) : after;
    for (const { geometry } of [...this.#layers, this.#selected, this.#rims]) {
      geometry.setAttribute('position', after);
      geometry.setAttribute('before', from);
    }
  }

  /** The attribute is one object in all geometries. */
  #replace(name: 'level' | 'code' | 'rim', bytes: Uint8Array): void {
    const attribute = this.#selected.geometry.getAttribute(name) as BufferAttribute;
    attribute.array.set(bytes);
    attribute.needsUpdate = true;
  }

  #setDensity({ density, columns }: Scene): void {
    if (density) {
      this.#fieldTexture.image.data?.set(density);
      this.#fieldTexture.needsUpdate = true;
      const present = this.#density.material.uniforms['present'].value as Vector3;
      present.fromArray([0, 1, 2].map(set => Number(columns.dataset.includes(set))));
    }
  }

  #aim(scene: Scene, { camera, viewport, pixelRatio }: View): void {
    const uniforms = this.#uniforms;
    const before = scene.before?.frame ?? scene.frame;
    uniforms.beforeScale.value.set(...before.scale);
    uniforms.beforeOffset.value.set(...before.offset);
    uniforms.afterScale.value.set(...scene.frame.scale);
    uniforms.afterOffset.value.set(...scene.frame.offset);
    uniforms.progress.value = scene.progress;
    uniforms.radius.value = pointRadius(scene.columns.count, { camera, viewport }) * pixelRatio;
    uniforms.eyeDistance.value = camera.mode === '3d' ? camera.distance : 0;
    uniforms.selecting.value = Number(scene.selected.length > 0);
    uniforms.alpha.value = pointAlpha(scene.columns.count);
    uniforms.hardEdges.value = Number(camera.mode === '3d');
    // Selected points are seen, and hit, through everything.
    for (const material of [this.#materials.rest, this.#materials.restIds]) {
      material.depthTest = camera.mode === '3d';
      material.depthWrite = material.depthTest;
    }
  }

  #show(parts: readonly Part[], material: ShaderMaterial): void {
    for (const points of this.#layers) {
      points.visible = false;
    }
    for (const { layer, from, to } of parts) {
      const points = this.#layers[layer];
      points.visible = to > from;
      points.material = material;
      points.geometry.setDrawRange(from, to - from);
    }
  }
}
