import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useLayoutEffect,
  useRef,
  useSyncExternalStore
} from 'react';
import type { Keyboard, KeyBinding } from './keyboard.ts';

const Context = createContext<Keyboard | undefined>(undefined);

export function KeyboardProvider({
  keyboard,
  children
}: {
  keyboard: Keyboard;
  children: ReactNode;
}) {
  return <Context.Provider value={keyboard}>{children}</Context.Provider>;
}

/**
 * Makes keys valid while the component is mounted. Bindings may be made anew at each render; the list the reader
 * sees changes only when keys, labels or groups do.
 */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const keyboard = useKeyboard();
  const latest = useRef(bindings);
  // With the picture, not after it: a key that follows what is seen must mean what is seen.
  useLayoutEffect(() => {
    latest.current = bindings;
  });
  const shape = JSON.stringify(bindings.map(binding => ({ ...binding, run: undefined })));
  useEffect(() => {
    const described = JSON.parse(shape) as Omit<KeyBinding, 'run'>[];
    return keyboard.add(
      described.map((binding, i) => ({ ...binding, run: event => latest.current[i]?.run(event) }))
    );
  }, [keyboard, shape]);
}

export function useKeyboard(): Keyboard {
  const keyboard = useContext(Context);
  if (!keyboard) {
    throw new TypeError('Cannot bind keys outside of the keyboard provider');
  }
  return keyboard;
}

export function useKeyList(): {
  bindings: readonly KeyBinding[];
  isOn: boolean;
  setOn: (isOn: boolean) => void;
} {
  const keyboard = useKeyboard();
  return {
    bindings: useSyncExternalStore(keyboard.subscribe, keyboard.readBindings),
    isOn: useSyncExternalStore(keyboard.subscribe, keyboard.readIsOn),
    setOn: keyboard.setOn
  };
}
