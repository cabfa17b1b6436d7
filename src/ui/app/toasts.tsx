import { createContext, type ReactNode, useContext, useMemo, useRef, useState } from 'react';
import { ToastRegion } from '../shell/toast-region.tsx';

export interface Toast {
  id: number;
  kind: 'done' | 'failed' | 'note';
  message: string;
  /** A second line: what to do next. */
  hint?: string;
  /** A line of code to copy. */
  code?: string;
  action?: { label: string; run: () => void };
}

export interface Toasts {
  /** Shows and announces a message; returns what takes it away. Failures stay until dismissed. */
  show: (toast: Omit<Toast, 'id'>) => () => void;
  /** Shows what a request answered, in its own words; a cancelled one shows nothing. */
  fail: (error: unknown) => void;
}

const Context = createContext<Toasts | undefined>(undefined);

/** More would cover the page; the oldest gives way. */
const MAX_TOASTS = 3;

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const next = useRef(0);
  const dismiss = useMemo(
    () => (id: number) => setToasts(shown => shown.filter(toast => toast.id !== id)),
    []
  );
  const value = useMemo((): Toasts => {
    const show = (toast: Omit<Toast, 'id'>) => {
      const id = next.current++;
      setToasts(shown => [...shown, { ...toast, id }].slice(-MAX_TOASTS));
      return () => dismiss(id);
    };
    return {
      show,
      fail(error) {
        if (error instanceof DOMException && error.name === 'AbortError') {
          return;
        }
        const { message, hint } = error as { message?: unknown; hint?: unknown };
        show({
          kind: 'failed',
          message: typeof message === 'string' ? message : String(error),
          ...(typeof hint === 'string' && { hint })
        });
      }
    };
  }, [dismiss]);
  return (
    <Context.Provider value={value}>
      {children}
      <ToastRegion toasts={toasts} onDismiss={dismiss} />
    </Context.Provider>
  );
}

export function useToasts(): Toasts {
  const toasts = useContext(Context);
  if (!toasts) {
    throw new TypeError('Cannot show a toast outside of its provider');
  }
  return toasts;
}
