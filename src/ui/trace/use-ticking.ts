import { useEffect, useState } from 'react';

const TICK_MS = 250;

/** The present in Unix microseconds; it moves while something runs. */
export function useTicking(isRunning: boolean): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (!isRunning) {
      return;
    }
    const timer = setInterval(() => {
      if (!document.hidden) {
        setNowMs(Date.now());
      }
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [isRunning]);
  return nowMs * 1000;
}
