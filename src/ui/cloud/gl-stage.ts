import { WebGLRenderer } from 'three';

/**
 * The one WebGL context of the document: browsers keep 8 to 16 and drop the oldest. Clouds take turns on its canvas
 * and copy their picture to their own.
 */
export interface GlStage {
  readonly renderer: WebGLRenderer;
  /** Drawn by the processor (SwiftShader, llvmpipe, WARP). */
  readonly isSoftware: boolean;
  /** How often the context was lost. */
  readonly losses: number;
  /** Listens for loss and return of the context. */
  onContext(listener: (state: 'lost' | 'restored') => void): () => void;
  /** Makes room for a picture of this size, in device pixels. */
  reserve(width: number, height: number): void;
  release(): void;
}

class Stage implements GlStage {
  readonly renderer: WebGLRenderer;
  readonly isSoftware: boolean;
  losses = 0;
  users = 0;
  readonly #listeners = new Set<(state: 'lost' | 'restored') => void>();

  constructor() {
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('webgl2', {
      alpha: true,
      antialias: false,
      premultipliedAlpha: true,
      powerPreference: 'high-performance'
    });
    if (!context) {
      throw new Error('Cannot create a WebGL 2 context');
    }
    canvas.addEventListener('webglcontextlost', () => {
      this.losses++;
      this.#tell('lost');
    });
    this.renderer = new WebGLRenderer({ canvas, context, alpha: true });
    // After three's own listener, which brings back its state but for the color of the ground.
    canvas.addEventListener('webglcontextrestored', () => {
      this.renderer.setClearColor(0, 0);
      this.#tell('restored');
    });
    this.renderer.autoClear = false;
    this.renderer.sortObjects = false;
    this.renderer.setClearColor(0, 0);
    const details = context.getExtension('WEBGL_debug_renderer_info');
    const name: unknown = context.getParameter(
      details?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER
    );
    this.isSoftware = /swiftshader|llvmpipe|softpipe|basic render|warp/i.test(String(name));
  }

  onContext(listener: (state: 'lost' | 'restored') => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  reserve(width: number, height: number): void {
    const { domElement } = this.renderer;
    if (domElement.width < width || domElement.height < height) {
      this.renderer.setSize(
        Math.max(domElement.width, width),
        Math.max(domElement.height, height),
        false
      );
    }
  }

  release(): void {
    this.users--;
    if (this.users === 0) {
      shared = null;
      this.#listeners.clear();
      this.renderer.dispose();
      this.renderer.forceContextLoss();
    }
  }

  #tell(state: 'lost' | 'restored'): void {
    for (const listener of this.#listeners) {
      listener(state);
    }
  }
}

let shared: Stage | null = null;

/** Throws when the browser has no WebGL 2. Call `release` when done; the last one gives the context back. */
export function openGlStage(): GlStage {
  shared ??= new Stage();
  shared.users++;
  return shared;
}
