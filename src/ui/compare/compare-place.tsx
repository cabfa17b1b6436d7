import '../trace/trace.css';
import './compare.css';
import { useMemo } from 'react';
import { useTranslate } from '../app/locale-context.tsx';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { EmptyState, FailureState, Loading } from '../parts/states.tsx';
import type { SpanTree } from '../trace/span-tree.ts';
import { useTrace } from '../trace/use-trace.ts';
import { alignTraces } from './align-traces.ts';
import { CompareHead } from './compare-head.tsx';
import { CompareLines } from './compare-lines.tsx';
import { COMPARE_MESSAGES } from './compare-messages.ts';
import { CompareTexts } from './compare-texts.tsx';
import { useComparedLine } from './use-compared-line.ts';

/** Two traces as one list, and the words in which a line of it differs. */
export function ComparePlace() {
  const t = useTranslate(COMPARE_MESSAGES);
  const { go } = useNavigation();
  const a = useViewState('a');
  const b = useViewState('b');
  if (a === undefined || b === undefined) {
    return (
      <EmptyState title={t('noneTitle')} reason={t('noneReason')}>
        <ActionButton
          label={t('toTraces')}
          kind="outline"
          onPress={() => go({ place: 'traces', ...(a !== undefined && { trace: a }) })}
        />
      </EmptyState>
    );
  }
  return <BothTraces key={`${a} ${b}`} a={a} b={b} />;
}

function BothTraces({ a, b }: { a: string; b: string }) {
  const t = useTranslate(COMPARE_MESSAGES);
  const [first, second] = [useTrace(a), useTrace(b)];
  const failed = [first, second].find(({ isError }) => isError);
  if (failed) {
    return <FailureState error={failed.error} onRetry={() => void failed.refetch()} />;
  }
  return first.tree && second.tree ? (
    <Comparison a={a} b={b} first={first.tree} second={second.tree} />
  ) : (
    <Loading what={t('traces')} rows={6} />
  );
}

function Comparison({
  a,
  b,
  first,
  second
}: {
  a: string;
  b: string;
  first: SpanTree;
  second: SpanTree;
}) {
  const t = useTranslate(COMPARE_MESSAGES);
  const lines = useMemo(() => alignTraces(first, second), [first, second]);
  const state = useComparedLine(lines, b);
  return (
    <section className="compare-view" aria-label={t('title')}>
      <CompareHead a={a} b={b} first={first} second={second} state={state} />
      <div className="compare-parts">
        <CompareLines lines={lines} state={state} />
        <CompareTexts a={a} b={b} line={lines[state.at]} />
      </div>
    </section>
  );
}
