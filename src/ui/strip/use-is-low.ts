import { useSyncExternalStore } from 'react';

/** Below this the strip would take a quarter of the page. */
const LOW = '(max-height: 559px)';

/** Whether the page is too low for a strip of full height. */
export function useIsLow(): boolean {
  return useSyncExternalStore(
    listener => {
      const query = window.matchMedia(LOW);
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    () => window.matchMedia(LOW).matches
  );
}
