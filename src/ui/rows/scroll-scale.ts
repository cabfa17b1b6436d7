import { elementScroll, observeElementOffset, type Virtualizer } from '@tanstack/react-virtual';

/** Firefox draws no element higher than about 17.8 million pixels, Chromium 33; both keep their scroll bars below this. */
const MAX_SCROLL_PX = 15_000_000;

type Rows = Virtualizer<HTMLDivElement, Element>;

/**
 * A list longer than a browser can draw scrolls in a shorter element: one pixel of the scroll bar is `scale` pixels
 * of the list. Up to half a million rows the scale is 1 and nothing changes.
 */
export class ScrollScale {
  #scale = 1;
  #drawnPx = 0;

  /** Takes the height of the whole list and of what is seen of it; gives the height to draw. */
  fit(listPx: number, viewPx: number): number {
    this.#drawnPx = Math.min(listPx, MAX_SCROLL_PX);
    const room = this.#drawnPx - viewPx;
    this.#scale = listPx <= MAX_SCROLL_PX || room <= 0 ? 1 : (listPx - viewPx) / room;
    return this.#drawnPx;
  }

  /** Where an item of the list stands in the drawn element. */
  place(startPx: number, scrolledListPx: number): number {
    return startPx - scrolledListPx + scrolledListPx / this.#scale;
  }

  /** Where to scroll the drawn element so that the list is scrolled to `listPx`. */
  toDrawn(listPx: number): number {
    return listPx / this.#scale;
  }

  readonly observe = (rows: Rows, tell: (offset: number, isScrolling: boolean) => void) =>
    observeElementOffset(rows, (offset, isScrolling) => tell(offset * this.#scale, isScrolling));

  readonly scrollTo = (
    offset: number,
    options: { adjustments?: number; behavior?: ScrollBehavior },
    rows: Rows
  ) =>
    elementScroll(
      (offset + (options.adjustments ?? 0)) / this.#scale,
      { ...options, adjustments: 0 },
      rows
    );

  /** How many list pixels a turn of the wheel should move stays the same at every scale. */
  wheel(element: HTMLElement, event: WheelEvent): void {
    if (
      this.#scale > 1 &&
      event.deltaMode === 0 &&
      Math.abs(event.deltaY) > Math.abs(event.deltaX)
    ) {
      event.preventDefault();
      element.scrollTop += event.deltaY / this.#scale;
    }
  }
}
