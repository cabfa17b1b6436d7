import { useKeys } from '../app/keyboard-context.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import type { AlignedLine } from './align-traces.ts';
import { COMPARE_MESSAGES } from './compare-messages.ts';

export interface ComparedLine {
  /** The line that is looked at. */
  at: number;
  differences: number;
  goTo: (index: number) => void;
  goNext: (by: 1 | -1) => void;
  move: (by: number) => void;
  leave: () => void;
}

/** The chosen line stands in the address; without one it is the first that differs. */
export function useComparedLine(lines: readonly AlignedLine[], b: string): ComparedLine {
  const t = useTranslate(COMPARE_MESSAGES);
  const { go, update } = useNavigation();
  const wanted = useViewState('span');
  const idOf = (line: AlignedLine | undefined) => (line?.a ?? line?.b)?.span.spanId;
  const chosen = lines.findIndex(line => wanted !== undefined && idOf(line) === wanted);
  const first = lines.findIndex(({ isDifferent }) => isDifferent);
  const at = chosen === -1 ? Math.max(0, first) : chosen;
  const goTo = (index: number) =>
    update({ span: idOf(lines[Math.min(lines.length - 1, Math.max(0, index))]) });
  const goNext = (by: 1 | -1) => {
    const next =
      by === 1
        ? lines.findIndex(({ isDifferent }, i) => isDifferent && i > at)
        : lines.slice(0, at).findLastIndex(({ isDifferent }) => isDifferent);
    goTo(next === -1 ? Math.max(0, first) : next);
  };
  const leave = () => go({ place: 'traces', trace: b });
  const group = t('keys');
  useKeys([
    { keys: 'd', label: t('nextDifference'), group, run: () => goNext(1) },
    { keys: 'Shift+d', label: t('previousDifference'), group, run: () => goNext(-1) },
    { keys: 'j', label: t('nextLine'), group, run: () => goTo(at + 1) },
    { keys: 'k', label: t('previousLine'), group, run: () => goTo(at - 1) },
    { keys: 'Escape', label: t('back'), group, run: leave }
  ]);
  return {
    at,
    differences: lines.filter(({ isDifferent }) => isDifferent).length,
    goTo,
    goNext,
    move: by => goTo(at + by),
    leave
  };
}
