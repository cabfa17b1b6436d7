import { useState } from 'react';
import type { Line } from '../span/span-questions.ts';

export interface Cursor {
  /** Where it stands among the lines; -1 before it was set. */
  index: number;
  line: Line | undefined;
  /** Sets it to a line, the nearest there is. */
  moveTo: (index: number) => Line | undefined;
  leave: () => void;
}

/** The line that keys mean. It stays with its line when others come before it; where its line is gone it stays in its place. Another `view` begins without one. */
export function useCursor(lines: readonly Line[], view: string): Cursor {
  const [place, setPlace] = useState<{ view: string; id: string; index: number }>();
  const found = place?.view === view ? findLine(lines, place) : -1;
  return {
    index: found,
    line: lines[found],
    moveTo: index => {
      const at = Math.max(0, Math.min(lines.length - 1, index));
      const line = lines[at];
      setPlace(line && { view, id: line.id, index: at });
      return line;
    },
    leave: () => setPlace(undefined)
  };
}

function findLine(lines: readonly Line[], { id, index }: { id: string; index: number }): number {
  if (lines[index]?.id === id) {
    return index;
  }
  const moved = lines.findIndex(line => line.id === id);
  return moved === -1 ? Math.min(index, lines.length - 1) : moved;
}
