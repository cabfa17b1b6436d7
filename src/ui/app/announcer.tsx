import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';

type Announce = (message: string) => void;
const Context = createContext<Announce>(() => undefined);

/** One polite live region for the whole page: counts after a search, stages of a job, what was copied. */
export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const [message, setMessage] = useState({ text: '', turn: 0 });
  const announce = useCallback<Announce>(
    text => setMessage(({ turn }) => ({ text, turn: turn + 1 })),
    []
  );
  return (
    <Context.Provider value={announce}>
      {children}
      <div className="visually-hidden" role="status" aria-live="polite">
        {/* A new element per turn makes the same words audible twice. */}
        <span key={message.turn}>{message.text}</span>
      </div>
    </Context.Provider>
  );
}

export function useAnnounce(): Announce {
  return useContext(Context);
}
