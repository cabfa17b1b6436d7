import { createContext, type ReactNode, useContext } from 'react';
import type { Api } from './api.ts';

const Context = createContext<Api | undefined>(undefined);

export function ApiProvider({ api, children }: { api: Api; children: ReactNode }) {
  return <Context.Provider value={api}>{children}</Context.Provider>;
}

export function useApi(): Api {
  const api = useContext(Context);
  if (!api) {
    throw new TypeError('Cannot ask the server outside of the API provider');
  }
  return api;
}
