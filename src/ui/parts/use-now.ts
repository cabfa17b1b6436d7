import { useEffect, useState } from 'react';

/** The wall clock in ms, read again every `everyMs` while the page is visible. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) {
        setNow(Date.now());
      }
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
