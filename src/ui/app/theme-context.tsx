import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import type { Theme } from './host.ts';
import type { ThemeKeeper } from './theme.ts';

const Context = createContext<ThemeKeeper | undefined>(undefined);

export function ThemeProvider({ keeper, children }: { keeper: ThemeKeeper; children: ReactNode }) {
  return <Context.Provider value={keeper}>{children}</Context.Provider>;
}

/** The theme in force; `revision` grows whenever a colour may have changed (a canvas then reads them again). */
export function useTheme(): { theme: Theme; revision: number } {
  const keeper = useContext(Context);
  if (!keeper) {
    throw new TypeError('Cannot read the theme outside of its provider');
  }
  return {
    theme: useSyncExternalStore(keeper.subscribe, keeper.read),
    revision: useSyncExternalStore(keeper.subscribe, keeper.readRevision)
  };
}
