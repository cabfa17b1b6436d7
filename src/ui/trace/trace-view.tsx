import './trace.css';
import { type CSSProperties, useEffect, useRef } from 'react';
import { RequestFailure } from '../app/api.ts';
import { useKeys } from '../app/keyboard-context.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import { useNavigation } from '../app/view-state-context.tsx';
import { useWidth } from '../charts/use-width.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { readShare, Splitter } from '../parts/splitter.tsx';
import { EmptyState, FailureState, Loading } from '../parts/states.tsx';
import { useKept } from '../parts/use-kept.ts';
import { SpanPanel } from '../span/span-panel.tsx';
import { CircleNote } from './circle-note.tsx';
import { SpanTreeView } from './span-tree-view.tsx';
import type { SpanTree } from './span-tree.ts';
import { TraceHead } from './trace-head.tsx';
import { TRACE_MESSAGES } from './trace-messages.ts';
import { TreeBar } from './tree-bar.tsx';
import { useTrace } from './use-trace.ts';
import { useTraceKeys } from './use-trace-keys.ts';
import { useTreeState } from './use-tree-state.ts';

/** From this width on the span stands beside the tree, else under it. */
const BESIDE_PX = 860;
/** The share of the tree, beside and over the span. */
const USUAL_TREE = { beside: 0.46, over: 0.42 };

interface TracePlace {
  traceId: string;
  /** The list is hidden although there is room for it. */
  isWide: boolean;
  onWiden: (isWide: boolean) => void;
}

/** A trace: what it was in numbers, its spans on one clock, and what the chosen span says. */
export function TraceView(place: TracePlace) {
  const t = useTranslate(TRACE_MESSAGES);
  const { update } = useNavigation();
  const { tree, isError, error, refetch } = useTrace(place.traceId);
  const close = () =>
    update({ trace: undefined, span: undefined, zoom: undefined, panel: undefined });
  useKeys([{ keys: 'Escape', label: t('close'), group: t('keys'), isOver: true, run: close }]);
  return (
    <section className="trace-view" aria-label={t('detail')}>
      {tree ? (
        <TraceBody {...place} tree={tree} onClose={close} />
      ) : (
        <>
          <ActionButton label={t('back')} icon="back" className="trace-leave" onPress={close} />
          {!isError ? (
            <Loading what={t('trace')} rows={6} />
          ) : error instanceof RequestFailure && error.status === 404 ? (
            <EmptyState title={t('unknownTitle')} reason={t('unknownReason')} />
          ) : (
            <FailureState error={error} onRetry={() => void refetch()} />
          )}
        </>
      )}
    </section>
  );
}

function TraceBody({
  traceId,
  tree,
  isWide,
  onWiden,
  onClose
}: TracePlace & { tree: SpanTree; onClose: () => void }) {
  const t = useTranslate(TRACE_MESSAGES);
  const state = useTreeState(traceId, tree);
  const treeBox = useRef<HTMLDivElement>(null);
  const findBox = useRef<HTMLInputElement>(null);
  const parts = useRef<HTMLDivElement>(null);
  const isBeside = useWidth(parts) >= BESIDE_PX;
  const layout = isBeside ? 'beside' : 'over';
  const [kept, setKept] = useKept(`phoenix.split.tree.${layout}`, readShare);
  const share = kept ?? USUAL_TREE[layout];
  useTraceKeys(traceId, state, findBox);
  // Whoever opens a trace goes on with the keys of its tree.
  useEffect(() => treeBox.current?.focus({ preventScroll: true }), []);
  return (
    <>
      <TraceHead
        traceId={traceId}
        sums={state.sums}
        clock={state.clock}
        nowUs={state.nowUs}
        isWide={isWide}
        onWiden={onWiden}
        onClose={onClose}
      />
      <CircleNote state={state} />
      <div
        ref={parts}
        className={isBeside ? 'trace-parts is-beside' : 'trace-parts'}
        style={{ '--tree': share } as CSSProperties}
      >
        <div className="trace-tree-part">
          <TreeBar state={state} findBox={findBox} treeBox={treeBox} />
          <SpanTreeView state={state} box={treeBox} />
        </div>
        <Splitter
          label={t('treeSize')}
          isUpright={isBeside}
          share={share}
          usual={USUAL_TREE[layout]}
          least={0.15}
          most={0.85}
          onShare={setKept}
        />
        <SpanPanel traceId={traceId} node={state.selected} />
      </div>
    </>
  );
}
