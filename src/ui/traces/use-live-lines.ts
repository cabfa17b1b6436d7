import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { KEYS } from '../app/questions.ts';
import { useServerEvent } from '../app/server-events-context.tsx';

/** New spans come in by themselves while the top is in view; a reader further down is told, and keeps the place. */
export function useLiveLines(spans: number | undefined, view: string) {
  const queries = useQueryClient();
  const scroller = useRef<HTMLDivElement>(null);
  const isAtTop = useRef(true);
  const [shown, setShown] = useState<{ view: string; spans: number }>();
  const refresh = useCallback(
    (...parts: string[]) => void queries.invalidateQueries({ queryKey: [...KEYS.spans, ...parts] }),
    [queries]
  );
  useEffect(() => {
    if (spans !== undefined && (isAtTop.current || shown?.view !== view)) {
      setShown({ view, spans });
    }
  }, [spans, view, shown?.view]);
  useEffect(() => {
    isAtTop.current = true;
    scroller.current?.scrollTo({ top: 0 });
  }, [view]);
  useServerEvent('spans', () => {
    ['summary', 'projects', 'attributes', 'values'].forEach(part => refresh(part));
    if (isAtTop.current) {
      refresh('lines');
    }
  });
  return {
    scroller,
    fresh: Math.max(0, (spans ?? 0) - (shown?.view === view ? shown.spans : (spans ?? 0))),
    setAtTop: (isTop: boolean) => {
      isAtTop.current = isTop;
    },
    showFresh: () => {
      scroller.current?.scrollTo({ top: 0 });
      isAtTop.current = true;
      setShown({ view, spans: spans ?? 0 });
      refresh('lines');
    }
  };
}
