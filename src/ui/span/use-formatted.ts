import { useSyncExternalStore } from 'react';

const KEY = 'phoenix.formatted';
const listeners = new Set<() => void>();
let isFormatted: boolean | undefined;

function read(): boolean {
  if (isFormatted === undefined) {
    try {
      isFormatted = localStorage.getItem(KEY) !== 'off';
    } catch {
      // Where storage is forbidden the choice lasts as long as the page.
      isFormatted = true;
    }
  }
  return isFormatted;
}

function write(next: boolean): void {
  isFormatted = next;
  try {
    localStorage.setItem(KEY, next ? 'on' : 'off');
  } catch {
    // As above.
  }
  listeners.forEach(listener => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether texts are shown with their Markdown and JSON, or as they are written; kept in this browser. */
export function useFormatted(): [
  isFormatted: boolean,
  setFormatted: (isFormatted: boolean) => void
] {
  return [useSyncExternalStore(subscribe, read), write];
}
