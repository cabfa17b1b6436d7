import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import type { ViewState } from '../../contract/view-state.ts';
import type { ViewStateStore } from './view-state-store.ts';

const Context = createContext<ViewStateStore | undefined>(undefined);

export function ViewStateProvider({
  store,
  children
}: {
  store: ViewStateStore;
  children: ReactNode;
}) {
  return <Context.Provider value={store}>{children}</Context.Provider>;
}

/** `update` for settings of this place, `go` for another place, `hrefOf` for links. */
export function useNavigation(): Pick<
  ViewStateStore,
  'update' | 'go' | 'hrefOf' | 'confirmSession'
> {
  return useStore();
}

/** One field of the view-state; renders again only when it changed. */
export function useViewState<F extends keyof ViewState>(field: F): ViewState[F] {
  const store = useStore();
  return useSyncExternalStore(store.subscribe, () => store.state[field]);
}

function useStore(): ViewStateStore {
  const store = useContext(Context);
  if (!store) {
    throw new TypeError('Cannot read the view state outside its provider');
  }
  return store;
}
