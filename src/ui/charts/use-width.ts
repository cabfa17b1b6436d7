import { type RefObject, useLayoutEffect, useState } from 'react';

/** The width of an element in whole pixels, kept in step with it; 0 before it is known. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  // Before the page is drawn, so that nothing is seen at a width it does not have.
  useLayoutEffect(() => {
    const target = element.current;
    if (!target) {
      return;
    }
    setWidth(Math.floor(target.clientWidth));
    const observer = new ResizeObserver(() => setWidth(Math.floor(target.clientWidth)));
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
