import { useMemo } from 'react';
import { useTranslate } from '../app/locale-context.tsx';
import { TRACE_MESSAGES } from './trace-messages.ts';
import type { TreeState } from './use-tree-state.ts';

/** Says that parents lead back to where they came from, and at which span the circle was opened. */
export function CircleNote({ state: { tree, goTo } }: { state: TreeState }) {
  const t = useTranslate(TRACE_MESSAGES);
  const cut = useMemo(() => tree.nodes.filter(({ isCut }) => isCut), [tree]);
  const [first] = cut;
  return first ? (
    <p className="trace-note">
      <span className="tree-doubt" aria-hidden="true">
        ⚠
      </span>
      {t('circles', { count: cut.length })}{' '}
      <button type="button" onClick={() => goTo(first)}>
        {first.span.name}
      </button>
    </p>
  ) : null;
}
