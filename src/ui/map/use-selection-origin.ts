import { useRef } from 'react';
import type { SelectionMode, SelectionState } from '../../contract/selection.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useViewState } from '../app/view-state-context.tsx';
import { MAP_MESSAGES } from './map-messages.ts';

/** Where the selection came from, in words: what this page did is remembered by the revision it led to. */
export function useSelectionOrigin(selection: SelectionState | undefined) {
  const t = useTranslate(MAP_MESSAGES);
  const format = useFormat();
  const range = useViewState('range');
  const nameByRevision = useRef(new Map<number, string>());
  const read = () => nameByRevision.current.get(selection?.revision ?? -1);
  return {
    /** The name of the selection of now. */
    read: () => read() ?? t('originNotebook'),
    /** What remembers a change of the selection, to be called with what it led to. */
    noting: (mode: SelectionMode, origin: string) => {
      const before = (selection?.count ?? 0) > 0 ? (read() ?? t('originNotebook')) : undefined;
      const named = range
        ? t('originWindow', { origin, range: format.range(range.start, range.end) })
        : origin;
      const name =
        before !== undefined && mode === 'add'
          ? t('originAdded', { before, origin: named })
          : before !== undefined && mode === 'remove'
            ? t('originRemoved', { before, origin: named })
            : named;
      return ({ revision }: SelectionState) => void nameByRevision.current.set(revision, name);
    },
    /** Undo and redo lead to a selection whose name nobody kept. */
    notingStep: ({ revision }: SelectionState) =>
      void nameByRevision.current.set(revision, t('originEarlier'))
  };
}
