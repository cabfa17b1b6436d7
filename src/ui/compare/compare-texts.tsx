import { useMemo } from 'react';
import { useTranslate } from '../app/locale-context.tsx';
import { FailureState, Loading } from '../parts/states.tsx';
import { useSpan } from '../trace/use-trace.ts';
import type { AlignedLine } from './align-traces.ts';
import { COMPARE_MESSAGES } from './compare-messages.ts';
import { diffWords } from './diff-words.ts';
import { writeSpanText } from './span-text.ts';

/** Input and output of a line as one text each: what is only in A struck out, what is only in B marked. */
export function CompareTexts({
  a,
  b,
  line
}: {
  a: string;
  b: string;
  line: AlignedLine | undefined;
}) {
  const t = useTranslate(COMPARE_MESSAGES);
  const first = useSpan(a, line?.a?.span.spanId, line?.a?.span.endUs);
  const second = useSpan(b, line?.b?.span.spanId, line?.b?.span.endUs);
  const name = (line?.b ?? line?.a)?.span.name ?? '';
  const failed = [first, second].find(({ isError }) => isError);
  const isWaiting =
    (line?.a !== undefined && first.data === undefined) ||
    (line?.b !== undefined && second.data === undefined);
  const texts = useMemo(() => {
    const before = line?.a && first.data ? writeSpanText(first.data) : { input: '', output: '' };
    const after = line?.b && second.data ? writeSpanText(second.data) : { input: '', output: '' };
    return (['input', 'output'] as const).map(part => ({
      part,
      runs: diffWords(before[part], after[part])
    }));
  }, [line, first.data, second.data]);
  return (
    <section
      className="compare-texts"
      aria-label={t('wordsOf', { name })}
      aria-busy={first.isPlaceholderData || second.isPlaceholderData}
      tabIndex={0}
    >
      <h2>{name}</h2>
      {failed ? (
        <FailureState error={failed.error} onRetry={() => void failed.refetch()} />
      ) : isWaiting ? (
        <Loading what={t('details')} />
      ) : (
        texts.map(({ part, runs }) => (
          <section key={part} className="compare-text">
            <h3>
              {t(part)}{' '}
              <span className="muted">
                {runs.length === 0
                  ? t('nothing')
                  : runs.every(({ kind }) => kind === 'same')
                    ? t('equal')
                    : ''}
              </span>
            </h3>
            <p className="as-written">
              {runs.map(({ kind, text }, i) =>
                kind === 'removed' ? (
                  <del key={i}>{text}</del>
                ) : kind === 'added' ? (
                  <ins key={i}>{text}</ins>
                ) : (
                  <span key={i}>{text}</span>
                )
              )}
            </p>
          </section>
        ))
      )}
    </section>
  );
}
