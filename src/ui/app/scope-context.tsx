import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState
} from 'react';

/** One thing that narrows what is shown; the line under the bar reads as a sentence made of these. */
export interface ScopeChip {
  id: string;
  label: string;
  /** What taking it away would bring, e.g. "Back to all 2,877 rows". */
  removal: string;
  onRemove: () => void;
}

/** How many rows are left, of how many. */
export interface ScopeCount {
  shown: number;
  total: number;
  /** What is counted; rows when absent. */
  unit?: 'points' | 'traces' | 'spans';
}

interface Scope {
  chips: ReadonlyMap<string, readonly ScopeChip[]>;
  note: ReadonlyMap<string, string>;
  count: ReadonlyMap<string, ScopeCount>;
}
const NO_SCOPE: Scope = { chips: new Map(), note: new Map(), count: new Map() };

interface ScopeActions {
  setChips: (owner: string, chips: readonly ScopeChip[]) => void;
  setNote: (owner: string, note: string) => void;
  setCount: (owner: string, count: ScopeCount | undefined) => void;
}

const Read = createContext(NO_SCOPE);
const Write = createContext<ScopeActions>({
  setChips: () => undefined,
  setNote: () => undefined,
  setCount: () => undefined
});

/** What places say of themselves in the shell's lines: chips of the scope, and a note in the status line. */
export function ScopeProvider({ children }: { children: ReactNode }) {
  const [scope, setScope] = useState(NO_SCOPE);
  const actions = useMemo(
    (): ScopeActions => ({
      setChips: (owner, chips) =>
        setScope(s => ({ ...s, chips: replaced(s.chips, owner, chips, chips.length > 0) })),
      setNote: (owner, note) =>
        setScope(s => ({ ...s, note: replaced(s.note, owner, note, note !== '') })),
      setCount: (owner, count) =>
        setScope(s => ({
          ...s,
          count: replaced(s.count, owner, count ?? { shown: 0, total: 0 }, count !== undefined)
        }))
    }),
    []
  );
  return (
    <Write.Provider value={actions}>
      <Read.Provider value={scope}>{children}</Read.Provider>
    </Write.Provider>
  );
}

function replaced<Value>(
  map: ReadonlyMap<string, Value>,
  owner: string,
  value: Value,
  isKept: boolean
) {
  const next = new Map(map);
  next.delete(owner);
  if (isKept) {
    next.set(owner, value);
  }
  return next;
}

/** Adds chips to the scope line while mounted. `owner` keeps the chips of different parts apart. */
export function useScopeChips(owner: string, chips: readonly ScopeChip[]): void {
  const { setChips } = useContext(Write);
  const latest = useRef(chips);
  useEffect(() => {
    latest.current = chips;
  });
  const shape = JSON.stringify(chips.map(({ id, label, removal }) => [id, label, removal]));
  useEffect(() => {
    const shown = (JSON.parse(shape) as [id: string, label: string, removal: string][]).map(
      ([id, label, removal], i): ScopeChip => ({
        id,
        label,
        removal,
        onRemove: () => latest.current[i]?.onRemove()
      })
    );
    setChips(owner, shown);
    return () => setChips(owner, []);
  }, [owner, shape, setChips]);
}

/** A sentence about the place in the status line while mounted, e.g. "layout seed 42, 8.1 s". */
export function useStatusNote(owner: string, note: string): void {
  const { setNote } = useContext(Write);
  useEffect(() => {
    setNote(owner, note);
    return () => setNote(owner, '');
  }, [owner, note, setNote]);
}

/** What the place in view shows of its rows; without it the line counts the selection. */
export function useScopeCount(owner: string, count: ScopeCount | undefined): void {
  const { setCount } = useContext(Write);
  const { shown, total, unit } = count ?? {};
  useEffect(() => {
    setCount(
      owner,
      shown === undefined || total === undefined
        ? undefined
        : { shown, total, ...(unit && { unit }) }
    );
    return () => setCount(owner, undefined);
  }, [owner, shown, total, unit, setCount]);
}

export function useScope(): {
  chips: readonly ScopeChip[];
  notes: readonly string[];
  count: ScopeCount | undefined;
} {
  const { chips, note, count } = useContext(Read);
  return {
    chips: [...chips.values()].flat(),
    notes: [...note.values()],
    count: [...count.values()].at(-1)
  };
}
