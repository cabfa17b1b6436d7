import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { useCopy } from '../parts/use-copy.ts';
import { KindIcon } from '../trace/kind-icon.tsx';
import type { SpanNode } from '../trace/span-tree.ts';
import { StatusMark } from '../trace/status-mark.tsx';
import { toPython } from '../trace/to-python.ts';
import { formatCost, formatLatency } from '../parts/format-span.ts';
import { SPAN_MESSAGES } from './span-messages.ts';

/** Who the span is; everything in it is known to the tree, so that it is there at once. */
export function SpanHead({ traceId, node: { span } }: { traceId: string; node: SpanNode }) {
  const t = useTranslate(SPAN_MESSAGES);
  const format = useFormat();
  const copy = useCopy();
  const facts: (string | undefined)[] = [
    span.latencyUs === null || span.latencyUs < 0
      ? undefined
      : formatLatency(format, span.latencyUs),
    span.model ?? undefined,
    span.totalTokens === null
      ? undefined
      : `${format.number(span.totalTokens)} ${t('tokens').toLowerCase()} (${t('tokensOf', {
          prompt: span.promptTokens ?? 0,
          completion: span.completionTokens ?? 0
        })})`,
    span.cost === null ? undefined : formatCost(format, span.cost),
    format.time(span.startUs / 1000)
  ];
  return (
    <header className="span-head-line">
      <div className="span-title">
        <KindIcon kind={span.kind} size={18} />
        <h3 title={span.name}>{span.name}</h3>
        <StatusMark code={span.statusCode} isRunning={span.endUs === null} />
        <span className="span-title-actions">
          <ActionButton
            label={t('copyId')}
            icon="hash"
            isIconOnly
            onPress={() => void copy(span.spanId)}
          />
          <ActionButton
            label={t('copyPython')}
            icon="code"
            isIconOnly
            onPress={() => void copy(toPython(traceId, span.spanId))}
          />
        </span>
      </div>
      <p className="muted span-facts">{facts.filter(Boolean).join(' · ')}</p>
      {span.statusCode === 'ERROR' && span.statusMessage !== '' && (
        <p className="span-fault">{span.statusMessage}</p>
      )}
    </header>
  );
}
