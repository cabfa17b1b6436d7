import { createContext, useContext, useEffect, useRef } from 'react';

/** Makes the picture in view as an SVG file; undefined while there is none. */
export type DrawSvg = () => string | undefined;

/** A card asks the chart inside of it for its picture. */
export const ChartContext = createContext<(draw: DrawSvg) => () => void>(() => () => undefined);

/** Gives the card around this chart the picture to copy. */
export function useChartPicture(draw: DrawSvg): void {
  const register = useContext(ChartContext);
  const latest = useRef(draw);
  useEffect(() => {
    latest.current = draw;
  });
  useEffect(() => register(() => latest.current()), [register]);
}
