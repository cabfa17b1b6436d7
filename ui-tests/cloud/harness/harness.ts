import type { Cloud, CloudColumns } from '../../../src/ui/cloud/cloud.ts';
import { createCloud } from '../../../src/ui/cloud/create-cloud.ts';
import { DATASET_COLORS, paletteOf, RIM_COLORS } from '../../../src/ui/cloud/data-colors.ts';
import { pointRadius } from '../../../src/ui/cloud/point-radius.ts';

/** Marsaglia's xorshift: the same clouds in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Twelve blobs of different width; 60 % primary, 30 % reference, 10 % corpus, in random order. */
function makeColumns(count: number, components: 2 | 3, seed = 7): CloudColumns {
  const next = random(seed);
  const normal = () => Math.sqrt(-2 * Math.log(next() + 1e-12)) * Math.cos(2 * Math.PI * next());
  const blobs = Array.from({ length: 12 }, () => ({
    center: [next(), next(), next()].map(value => 0.15 + 0.7 * value),
    width: 0.01 + 0.04 * next()
  }));
  const positions = new Uint16Array(count * components);
  const dataset = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const blob = blobs[Math.floor(next() * blobs.length)] ?? { center: [], width: 0 };
    for (let axis = 0; axis < components; axis++) {
      const value = (blob.center[axis] ?? 0) + blob.width * normal();
      positions[i * components + axis] = Math.min(65535, Math.max(0, value * 65535));
    }
    const share = next();
    dataset[i] = share < 0.6 ? 0 : share < 0.9 ? 1 : 2;
  }
  const box = { min: Array<number>(components).fill(-5), max: Array<number>(components).fill(5) };
  return { count, components, positions, box, dataset };
}

function addStage(): HTMLElement {
  const element = document.createElement('div');
  element.className = 'stage';
  document.body.append(element);
  return element;
}

const THEME = {
  background: '#ffffff',
  text: '#212121',
  accent: '#1976d2',
  fontFamily: 'sans-serif'
};

function openCloud(options?: { withoutWebGl?: boolean }): Cloud {
  return createCloud(addStage(), THEME, options);
}

function canvasOf(cloud: Cloud): HTMLCanvasElement {
  const canvas = cloud.element.querySelector('canvas');
  if (!canvas) {
    throw new Error('Cannot find the canvas of the cloud');
  }
  return canvas;
}

function pixelsOf(cloud: Cloud): Uint8ClampedArray {
  const canvas = canvasOf(cloud);
  const context = canvas.getContext('2d');
  return context?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray();
}

/** Pixels that are not ground. */
function inkOf(cloud: Cloud): number {
  const pixels = pixelsOf(cloud);
  let ink = 0;
  for (let i = 0; i < pixels.length; i += 4) {
    ink += Number(Math.min(pixels[i] ?? 0, pixels[i + 1] ?? 0, pixels[i + 2] ?? 0) < 245);
  }
  return ink;
}

async function hashOf(cloud: Cloud): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', Uint8Array.from(pixelsOf(cloud)));
  return [...new Uint8Array(digest)].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

/** Resolves when everything is drawn and nothing moves. */
async function settled(cloud: Cloud): Promise<void> {
  let quiet = 0;
  let last = '';
  while (quiet < 8) {
    await new Promise(resolve => requestAnimationFrame(resolve));
    const state = JSON.stringify([cloud.status, cloud.camera]);
    const { drawn, count, renderer } = cloud.status;
    const isWhole = drawn === (renderer === 'canvas' ? Math.min(count, 5_000) : count);
    quiet = state === last && isWhole ? quiet + 1 : 0;
    last = state;
  }
  await new Promise(resolve => setTimeout(resolve, 250));
}

/** The one WebGL context of the page, and what takes it away; got while the context is there. */
const gl: { context: WebGL2RenderingContext | null; losing: WEBGL_lose_context | null } = {
  context: null,
  losing: null
};

const harness = {
  isContextLost: () => gl.context?.isContextLost(),
  loseContext: () => gl.losing?.loseContext(),
  restoreContext: () => gl.losing?.restoreContext(),
  makeColumns,
  openCloud,
  canvasOf,
  pixelsOf,
  inkOf,
  hashOf,
  settled,
  random,
  paletteOf,
  pointRadius,
  DATASET_COLORS,
  RIM_COLORS,
  THEME
};

export type Harness = typeof harness;

declare global {
  interface Window {
    harness: Harness;
    contexts: number;
  }
}

window.contexts = 0;
const getContext = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, 'getContext')
  ?.value as (this: HTMLCanvasElement, ...rest: unknown[]) => unknown;
HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...rest: unknown[]) {
  window.contexts += Number(rest[0] === 'webgl2');
  const context = getContext.apply(this, rest);
  if (context instanceof WebGL2RenderingContext) {
    gl.context = context;
    gl.losing = context.getExtension('WEBGL_lose_context');
  }
  return context;
} as typeof HTMLCanvasElement.prototype.getContext;
window.harness = harness;
