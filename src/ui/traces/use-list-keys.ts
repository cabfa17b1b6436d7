import { useRef } from 'react';
import { useKeys } from '../app/keyboard-context.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import { TRACES_MESSAGES } from './traces-messages.ts';
import type { Cursor } from './use-cursor.ts';
import type { LineSelection } from './use-span-selection.ts';
import type { Line } from '../span/span-questions.ts';

/** Keys of the table; each is a button, a link or a header as well. */
export function useListKeys({
  lines,
  cursor,
  selection,
  focusTable,
  onOpen,
  onExport,
  onEscape
}: {
  lines: readonly Line[];
  cursor: Cursor;
  selection: LineSelection;
  /** Enter and Space mean the button that has the focus, until a line is walked to. */
  focusTable: () => void;
  onOpen: (line: Line) => void;
  onExport: () => void;
  onEscape: () => void;
}): { extendTo: (index: number) => void } {
  const t = useTranslate(TRACES_MESSAGES);
  /** Where a stretch of selected lines began. */
  const anchor = useRef<number>();
  const group = t('keys');
  const step = (by: number) => {
    anchor.current = undefined;
    cursor.moveTo(cursor.index === -1 ? 0 : cursor.index + by);
    focusTable();
  };
  const extendTo = (index: number) => {
    const from = anchor.current ?? Math.max(0, cursor.index);
    anchor.current = from;
    cursor.moveTo(index);
    focusTable();
    const [first, last] = [Math.min(from, index), Math.max(from, index)];
    const stretch = lines.slice(Math.max(0, first), last + 1).map(({ id }) => id);
    selection.toggle(stretch, true);
  };
  useKeys([
    { keys: 'j', label: t('nextLine'), group, run: () => step(1) },
    { keys: 'k', label: t('previousLine'), group, run: () => step(-1) },
    { keys: 'ArrowDown', label: t('nextLine'), group, run: () => step(1) },
    { keys: 'ArrowUp', label: t('previousLine'), group, run: () => step(-1) },
    {
      keys: 'Enter',
      label: t('openLine'),
      group,
      run: () => cursor.line && onOpen(cursor.line)
    },
    {
      keys: 'Space',
      label: t('selectLine'),
      group,
      run: () => cursor.line && selection.toggle([cursor.line.id])
    },
    {
      keys: 'Shift+ArrowDown',
      label: t('extendDown'),
      group,
      run: () => extendTo(Math.min(lines.length - 1, cursor.index + 1))
    },
    {
      keys: 'Shift+ArrowUp',
      label: t('extendUp'),
      group,
      run: () => extendTo(Math.max(0, cursor.index - 1))
    },
    { keys: 'x', label: t('toNotebook'), group, run: onExport },
    { keys: 'Escape', label: t('stepOut'), group, run: onEscape }
  ]);
  return { extendTo };
}
