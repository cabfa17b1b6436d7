import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { CutText } from '../../contract/traces.ts';
import { useReadValue } from '../trace/use-trace.ts';

interface SpanValues {
  /** Characters of a value that the server cut; undefined when it did not. */
  lengthOf: (path: string) => number | undefined;
  read: (path: string) => Promise<string>;
  urlOf: (path: string) => string;
}

const Context = createContext<SpanValues | undefined>(undefined);

/** Lets whatever shows a long value of the span load it whole. */
export function SpanValuesProvider({
  traceId,
  spanId,
  cut,
  children
}: {
  traceId: string;
  spanId: string;
  cut: readonly CutText[];
  children: ReactNode;
}) {
  const { read, urlOf } = useReadValue(traceId, spanId);
  const lengths = useMemo(() => new Map(cut.map(({ path, length }) => [path, length])), [cut]);
  const values: SpanValues = { lengthOf: path => lengths.get(path), read, urlOf };
  return <Context.Provider value={values}>{children}</Context.Provider>;
}

export function useSpanValues(): SpanValues {
  const values = useContext(Context);
  if (!values) {
    throw new TypeError('Cannot read values outside of a span');
  }
  return values;
}
