import type { CSSProperties } from 'react';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { barShare, formatCost, formatLatency } from './span-numbers.ts';
import { TRACES_MESSAGES } from './traces-messages.ts';
import type { Line } from './use-spans.ts';

/** One line of the table; the name of a trace leads to its spans. */
export function SpanLine({
  line: { span, trace },
  row,
  style,
  longestUs,
  hrefOfTrace
}: {
  line: Line;
  row: number;
  style: CSSProperties;
  longestUs: number;
  hrefOfTrace: (traceId: string) => string;
}) {
  const t = useTranslate(TRACES_MESSAGES);
  const format = useFormat();
  const errors = trace?.errors ?? span.errors;
  const tokens = (trace?.tokens ?? span.cumulative).total;
  const cost = trace ? trace.cost : span.cost;
  const startUs = trace?.startUs ?? span.startUs;
  const endUs = trace ? trace.endUs : span.endUs;
  return (
    <div className="span-line" role="row" aria-rowindex={row + 2} style={style}>
      <div role="cell" className="span-name">
        <span className={`span-kind span-kind-${span.kind.toLowerCase()}`}>{span.kind}</span>
        {trace ? (
          <a href={hrefOfTrace(trace.traceId)} title={t('showSpans')}>
            {span.name}
          </a>
        ) : (
          <span title={span.name}>{span.name}</span>
        )}
        {span.statusCode === 'ERROR' && (
          <span className="span-error" title={span.statusMessage}>
            {t('error')}
          </span>
        )}
      </div>
      <div role="cell" className="span-text span-input" title={span.input ?? undefined}>
        {span.input}
      </div>
      <div role="cell" className="span-text span-output" title={span.output ?? undefined}>
        {span.output}
      </div>
      <div role="cell" className="span-latency">
        {endUs === null ? (
          <em>{t('running')}</em>
        ) : (
          <>
            <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
              <rect
                className={errors > 0 ? 'bad' : undefined}
                width={100 * barShare(endUs - startUs, longestUs)}
                height="6"
              />
            </svg>
            <span>{formatLatency(format, endUs - startUs)}</span>
          </>
        )}
      </div>
      <div role="cell" className="span-number">
        {tokens === 0 ? '' : format.number(tokens)}
      </div>
      <div role="cell" className="span-number span-cost">
        {cost === null ? '' : formatCost(format, cost)}
      </div>
      <div role="cell" className={errors > 0 ? 'span-number bad' : 'span-number'}>
        {errors === 0 ? '' : format.number(errors)}
      </div>
      <div role="cell" className="span-number span-start">
        {format.dateTime(startUs / 1000)}
      </div>
    </div>
  );
}
