import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import type { Host, HostState } from './host.ts';

const Context = createContext<Host | undefined>(undefined);

export function HostProvider({ host, children }: { host: Host; children: ReactNode }) {
  return <Context.Provider value={host}>{children}</Context.Provider>;
}

export function useHost(): HostState & Pick<Host, 'greet' | 'insertCode' | 'openTab'> {
  const host = useContext(Context);
  if (!host) {
    throw new TypeError('Cannot ask the host outside of its provider');
  }
  const state = useSyncExternalStore(host.subscribe, host.read);
  return {
    ...state,
    greet: id => host.greet(id),
    insertCode: code => host.insertCode(code),
    openTab: () => host.openTab()
  };
}
