import { useCallback, useState } from 'react';

/** A setting of this reader in this browser. `read` makes the value of what was kept, whatever that is. */
export function useKept<Value>(
  key: string,
  read: (json: unknown) => Value
): [Value, (next: Value) => void] {
  const [kept, setKept] = useState(() => ({ key, value: read(readJson(key)) }));
  const current = kept.key === key ? kept : { key, value: read(readJson(key)) };
  if (current !== kept) {
    setKept(current);
  }
  const keep = useCallback(
    (value: Value) => {
      setKept({ key, value });
      try {
        localStorage.setItem(key, JSON.stringify(value));
      } catch {
        // Without storage, or in a full one, the setting holds for this page only.
      }
    },
    [key]
  );
  return [current.value, keep];
}

function readJson(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    // Storage may be forbidden, or hold what somebody else wrote.
    return null;
  }
}
