import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useRef,
  useSyncExternalStore
} from 'react';
import type { ServerEvents } from '../../contract/events.ts';
import type { ConnectionState, ServerEventName, ServerEventStream } from './server-events.ts';

const Context = createContext<ServerEventStream | undefined>(undefined);

/** The stream that the page listens to; whoever opens it keeps the cache fresh by it. */
export function ServerEventsProvider({
  stream,
  children
}: {
  stream: ServerEventStream;
  children: ReactNode;
}) {
  return <Context.Provider value={stream}>{children}</Context.Provider>;
}

function useStream(): ServerEventStream {
  const stream = useContext(Context);
  if (!stream) {
    throw new TypeError('Cannot listen to the server outside of the events provider');
  }
  return stream;
}

/** Calls `listener` at each event of this name while mounted. */
export function useServerEvent<Name extends ServerEventName>(
  name: Name,
  listener: (event: ServerEvents[Name]) => void
): void {
  const stream = useStream();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => stream.on(name, event => latest.current(event)), [stream, name]);
}

/** The state of the connection and `retry`, which tries at once. */
export function useConnection(): {
  state: ConnectionState;
  retry: () => void;
  readLastUpdate: () => number | null;
} {
  const stream = useStream();
  const state = useSyncExternalStore(stream.subscribeState, stream.readState);
  return { state, retry: stream.connect, readLastUpdate: () => stream.lastUpdate };
}
