import { orbited, panned, zoomedAt } from './camera.ts';
import type { Cloud } from './cloud.ts';

export type Tool = 'move' | 'lasso' | 'box';
export type Combination = 'replace' | 'add' | 'remove';

export interface GestureListener {
  tool(): Tool;
  /** Whether the wheel zooms without ⌘ or Ctrl, i.e. the page around does not need it. */
  ownsWheel(): boolean;
  /** The wheel was turned but belongs to the page around. */
  wheelPassed(): void;
  /** The pointer went down on the map. */
  pressed(): void;
  hovered(point: number | null, place: { x: number; y: number }): void;
  clicked(point: number | null, combination: Combination): void;
  enclosed(bits: Uint8Array<ArrayBuffer>, combination: Combination): void;
}

/** Picks at most 20 times a second. */
const HOVER_MS = 50;
/** A press that moves less is a click. */
const CLICK_REACH = 4;

type Place = { x: number; y: number };

function combinationOf(event: { shiftKey: boolean; altKey: boolean }): Combination {
  return event.altKey ? 'remove' : event.shiftKey ? 'add' : 'replace';
}

function boxAround({ x, y }: Place, end: Place): number[] {
  return [x, y, end.x, y, end.x, end.y, x, end.y];
}

/** Pointer, wheel and touch on a cloud. */
class Gestures {
  readonly #cloud: Cloud;
  readonly #listener: GestureListener;
  readonly #pointers = new Map<number, Place>();
  #start: (Place & { tool: Tool; turns: boolean }) | null = null;
  #trail: number[] = [];
  #hoverTimer: ReturnType<typeof setTimeout> | undefined;
  #hoverPlace: Place | null = null;
  #isPicking = false;

  constructor(cloud: Cloud, listener: GestureListener) {
    this.#cloud = cloud;
    this.#listener = listener;
  }

  down(event: PointerEvent): void {
    if (
      event.button > 2 ||
      (event.target instanceof Element && event.target.closest('button, input, a'))
    ) {
      return;
    }
    this.#cloud.element.setPointerCapture(event.pointerId);
    this.#listener.pressed();
    const place = this.#placeOf(event);
    this.#pointers.set(event.pointerId, place);
    const isPan = event.button !== 0 || this.#pointers.size > 1;
    const tool = isPan ? 'move' : this.#listener.tool();
    // In 3D a drag turns; with Shift or another button it pans.
    this.#start = { ...place, tool, turns: !isPan && !event.shiftKey };
    this.#trail = [place.x, place.y];
    this.#cloud.setTrail(null);
    this.#leave();
  }

  move(event: PointerEvent): void {
    const place = this.#placeOf(event);
    const last = this.#pointers.get(event.pointerId);
    if (!last || !this.#start) {
      this.#hover(place);
      return;
    }
    if (this.#pointers.size === 2) {
      this.#pinch(event.pointerId, place);
    } else if (this.#start.tool === 'move') {
      this.#drag(place.x - last.x, place.y - last.y);
    } else {
      this.#draw(place);
    }
    this.#pointers.set(event.pointerId, place);
  }

  up(event: PointerEvent): void {
    const start = this.#start;
    const wasDown = this.#pointers.delete(event.pointerId);
    if (!wasDown || !start || this.#pointers.size > 0) {
      return;
    }
    this.#start = null;
    this.#cloud.setTrail(null);
    const place = this.#placeOf(event);
    const combination = combinationOf(event);
    if (Math.hypot(place.x - start.x, place.y - start.y) < CLICK_REACH && this.#trail.length < 12) {
      if (event.button === 0 && event.type === 'pointerup') {
        void this.#cloud.pick(place.x, place.y).then(point => {
          this.#listener.clicked(point, combination);
        });
      }
    } else if (start.tool !== 'move' && event.type === 'pointerup') {
      const polygon = start.tool === 'box' ? boxAround(start, place) : this.#trail;
      void this.#cloud.lasso(Float64Array.from(polygon)).then(bits => {
        this.#listener.enclosed(bits, combination);
      });
    }
  }

  wheel(event: WheelEvent): void {
    if (!this.#listener.ownsWheel() && !event.ctrlKey && !event.metaKey) {
      this.#listener.wheelPassed();
      return;
    }
    event.preventDefault();
    const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1;
    // A pinch on a touch pad arrives as a wheel with Ctrl and small steps.
    const speed = event.ctrlKey && Math.abs(event.deltaY) < 50 ? 0.01 : 0.0018;
    const factor = Math.exp(-event.deltaY * unit * speed);
    const { camera, viewport } = this.#cloud;
    this.#cloud.setCamera(zoomedAt(camera, factor, this.#placeOf(event), viewport));
  }

  doubled(event: MouseEvent): void {
    if (this.#listener.tool() === 'move') {
      const { camera, viewport } = this.#cloud;
      const factor = event.shiftKey ? 0.5 : 2;
      this.#cloud.setCamera(zoomedAt(camera, factor, this.#placeOf(event), viewport));
    }
  }

  left(): void {
    this.#leave();
  }

  dispose(): void {
    clearTimeout(this.#hoverTimer);
  }

  #placeOf(event: MouseEvent): Place {
    const { left, top } = this.#cloud.element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }

  #drag(dx: number, dy: number): void {
    const { camera, viewport } = this.#cloud;
    this.#cloud.setCamera(
      camera.mode === '3d' && this.#start?.turns
        ? orbited(camera, dx, dy)
        : panned(camera, dx, dy, viewport)
    );
  }

  #pinch(moved: number, place: Place): void {
    const other = [...this.#pointers].find(([id]) => id !== moved)?.[1];
    const before = this.#pointers.get(moved);
    if (!other || !before) {
      return;
    }
    const { viewport } = this.#cloud;
    const span = (at: Place) => Math.max(8, Math.hypot(at.x - other.x, at.y - other.y));
    const middle = { x: (place.x + other.x) / 2, y: (place.y + other.y) / 2 };
    const shift = { x: (place.x - before.x) / 2, y: (place.y - before.y) / 2 };
    const dragged = panned(this.#cloud.camera, shift.x, shift.y, viewport);
    this.#cloud.setCamera(zoomedAt(dragged, span(place) / span(before), middle, viewport));
  }

  #draw(place: Place): void {
    if (!this.#start) {
      return;
    }
    const [x = 0, y = 0] = this.#trail.slice(-2);
    if (Math.hypot(place.x - x, place.y - y) >= 2) {
      this.#trail.push(place.x, place.y);
    }
    this.#cloud.setTrail(this.#start.tool === 'box' ? boxAround(this.#start, place) : this.#trail);
  }

  #hover(place: Place): void {
    this.#hoverPlace = place;
    this.#hoverTimer ??= setTimeout(() => {
      this.#hoverTimer = undefined;
      void this.#look();
    }, HOVER_MS);
  }

  async #look(): Promise<void> {
    const place = this.#hoverPlace;
    if (!place || this.#isPicking) {
      return;
    }
    this.#isPicking = true;
    const point = await this.#cloud.pick(place.x, place.y);
    this.#isPicking = false;
    if (this.#hoverPlace === place) {
      this.#listener.hovered(point, place);
    } else if (this.#hoverPlace) {
      this.#hover(this.#hoverPlace);
    }
  }

  #leave(): void {
    this.#hoverPlace = null;
    this.#listener.hovered(null, { x: 0, y: 0 });
  }
}

/** Lets pointer, wheel and touch act on a cloud until the returned function is called. */
export function attachGestures(cloud: Cloud, listener: GestureListener): () => void {
  const gestures = new Gestures(cloud, listener);
  const { element } = cloud;
  const aborter = new AbortController();
  const { signal } = aborter;
  const on = <Name extends keyof HTMLElementEventMap>(
    name: Name,
    act: (event: HTMLElementEventMap[Name]) => void
  ) => {
    element.addEventListener(name, act, { signal, passive: false });
  };
  on('pointerdown', event => { gestures.down(event); }); // prettier-ignore
  on('pointermove', event => { gestures.move(event); }); // prettier-ignore
  on('pointerup', event => { gestures.up(event); }); // prettier-ignore
  on('pointercancel', event => { gestures.up(event); }); // prettier-ignore
  on('pointerleave', () => { gestures.left(); }); // prettier-ignore
  on('wheel', event => { gestures.wheel(event); }); // prettier-ignore
  on('dblclick', event => { gestures.doubled(event); }); // prettier-ignore
  on('contextmenu', event => { event.preventDefault(); }); // prettier-ignore
  return () => {
    aborter.abort();
    gestures.dispose();
  };
}
