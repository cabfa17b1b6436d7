import { useSyncExternalStore } from 'react';

/** The trace that waits to be compared with another; kept in the tab, whatever is opened in between. */
const KEY = 'phoenix.pinned-trace';
const listeners = new Set<() => void>();
let pinned: string | null | undefined;

function read(): string | null {
  if (pinned === undefined) {
    try {
      pinned = sessionStorage.getItem(KEY);
    } catch {
      // Where storage is forbidden the pin lasts as long as the page.
      pinned = null;
    }
  }
  return pinned;
}

export function pinTrace(traceId: string | null): void {
  pinned = traceId;
  try {
    if (traceId === null) {
      sessionStorage.removeItem(KEY);
    } else {
      sessionStorage.setItem(KEY, traceId);
    }
  } catch {
    // As above.
  }
  listeners.forEach(listener => listener());
}

export function usePinnedTrace(): string | undefined {
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return useSyncExternalStore(subscribe, read) ?? undefined;
}
