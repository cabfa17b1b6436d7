import { useEffect, useState } from 'react';

/** Before this nothing is shown, so that quick answers do not flicker. */
const QUIET_MS = 150;
/** After this words take the place of the skeleton. */
const SKELETON_MS = 1000;

export type Wait = 'none' | 'quiet' | 'skeleton' | 'words';

/** What a wait should look like by now: nothing, then a skeleton in place, then words. */
export function useWait(isWaiting: boolean): { wait: Wait; seconds: number } {
  const [elapsed, setElapsed] = useState(0);
  useEffect(() => {
    setElapsed(0);
    if (!isWaiting) {
      return;
    }
    const started = performance.now();
    const look = () => setElapsed(performance.now() - started);
    const timers = [setTimeout(look, QUIET_MS + 5), setTimeout(look, SKELETON_MS + 5)];
    const ticker = setInterval(look, 1000);
    return () => {
      timers.forEach(clearTimeout);
      clearInterval(ticker);
    };
  }, [isWaiting]);
  const wait = !isWaiting
    ? 'none'
    : elapsed < QUIET_MS
      ? 'quiet'
      : elapsed < SKELETON_MS
        ? 'skeleton'
        : 'words';
  return { wait, seconds: Math.floor(elapsed / 1000) };
}
