import type { RefObject } from 'react';
import type { KeyBinding } from '../app/keyboard.ts';
import { useKeys } from '../app/keyboard-context.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import { useNavigation } from '../app/view-state-context.tsx';
import { useCopy } from '../parts/use-copy.ts';
import { pinTrace, usePinnedTrace } from './pinned-trace.ts';
import { toPython } from './to-python.ts';
import { TRACE_MESSAGES } from './trace-messages.ts';
import { useZoomActions } from './use-zoom-actions.ts';
import type { TreeState } from './use-tree-state.ts';

/** What the keys of a trace do; each is a button as well. */
export function useTraceKeys(
  traceId: string,
  state: TreeState,
  findBox: RefObject<HTMLInputElement>
): void {
  const t = useTranslate(TRACE_MESSAGES);
  const copy = useCopy();
  const compare = useCompareWith(traceId);
  const group = t('keys');
  const find = () => {
    findBox.current?.focus();
    findBox.current?.select();
  };
  const bindings: KeyBinding[] = [
    { keys: 'j', label: t('nextRow'), group, run: () => state.move(1) },
    { keys: 'k', label: t('previousRow'), group, run: () => state.move(-1) },
    { keys: 'e', label: t('goNextError'), group, run: () => state.errors.go(1) },
    { keys: 'Shift+e', label: t('previousError'), group, run: () => state.errors.go(-1) },
    {
      keys: 'p',
      label: t('critical'),
      group,
      run: () => state.showCritical(state.critical === undefined)
    },
    ...useZoomActions(state).map(action => ({ ...action, group })),
    { keys: '/', label: t('find'), group, run: find },
    { keys: 'Mod+f', label: t('find'), group, whileTyping: true, run: find },
    { keys: '=', label: t('pin'), group, run: compare },
    { keys: 'y', label: t('copyPython'), group, run: () => void copy(toPython(traceId)) }
  ];
  useKeys(bindings.map(binding => ({ ...binding, isOver: true })));
}

/** Keeps a trace as A; with another one kept, opens both side by side. */
export function useCompareWith(traceId: string): () => void {
  const pinned = usePinnedTrace();
  const { go } = useNavigation();
  return () => {
    if (pinned === undefined) {
      pinTrace(traceId);
    } else if (pinned === traceId) {
      pinTrace(null);
    } else {
      go({ place: 'compare', a: pinned, b: traceId });
    }
  };
}
