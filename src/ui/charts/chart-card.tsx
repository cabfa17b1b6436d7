import './charts.css';
import { type ReactNode, useCallback, useId, useRef, useState } from 'react';
import { ChartContext, type DrawSvg } from './chart-context.ts';
import { ChartMenu } from './chart-menu.tsx';
import { type ChartNumbers, ChartTable } from './chart-table.tsx';

export interface ChartCardProps {
  title: string;
  /** Beside the title: controls, a short note. */
  head?: ReactNode;
  /** The figure for the whole range, at the end of the head. */
  aside?: ReactNode;
  /** The call that gives the same numbers in the notebook. */
  python?: string | undefined;
  /** The same numbers as a table. */
  numbers?: ChartNumbers | undefined;
  /** Of the picture, and of the table in its place. */
  height: number;
  className?: string;
  children: ReactNode;
}

/** The frame of every picture: title, figure, a menu to take it along, and the table in its place when asked for. */
export function ChartCard({
  title,
  head,
  aside,
  python,
  numbers,
  height,
  className = '',
  children
}: ChartCardProps) {
  const id = useId();
  const frame = useRef<HTMLElement>(null);
  const [isTable, setTable] = useState(false);
  const drawn = useRef<DrawSvg | undefined>(undefined);
  const register = useCallback((draw: DrawSvg) => {
    drawn.current = draw;
    return () => {
      drawn.current = drawn.current === draw ? undefined : drawn.current;
    };
  }, []);
  return (
    <section ref={frame} className={`chart-card ${className}`} aria-labelledby={id}>
      <header className="chart-head">
        <h3 id={id} title={title}>
          {title}
        </h3>
        {head}
        <span className="bar-space" />
        {aside !== undefined && <span className="chart-aside">{aside}</span>}
        <ChartMenu
          title={title}
          draw={isTable ? undefined : () => drawn.current?.()}
          python={python}
          isTable={isTable}
          onTable={numbers && setTable}
          readGround={() =>
            frame.current ? getComputedStyle(frame.current).backgroundColor : '#fff'
          }
        />
      </header>
      <ChartContext.Provider value={register}>
        {isTable && numbers ? (
          <ChartTable title={title} numbers={numbers} height={height} />
        ) : (
          children
        )}
      </ChartContext.Provider>
    </section>
  );
}
