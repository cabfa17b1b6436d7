import { readAttributeJson } from '../../contract/attribute-json.ts';
import { type AttributeValue, getProperty } from '../../contract/attribute-value.ts';
import type { SpanDetail } from '../../contract/traces.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { EmptyState } from '../parts/states.tsx';
import { useCopy } from '../parts/use-copy.ts';
import { formatLatency } from '../parts/format-span.ts';
import { AttributeLines } from './attributes-tab.tsx';
import { SPAN_MESSAGES } from './span-messages.ts';

/** What happened while the span ran; exceptions with their stack trace. */
export function EventsTab({ detail }: { detail: SpanDetail }) {
  const t = useTranslate(SPAN_MESSAGES);
  if (detail.events.length === 0) {
    return <EmptyState title={t('noEvents')} reason={t('noEventsReason')} />;
  }
  return (
    <ol className="span-cards">
      {detail.events.map((event, i) => (
        <SpanEventCard key={i} event={event} startNs={detail.startNs} />
      ))}
    </ol>
  );
}

function SpanEventCard({
  event,
  startNs
}: {
  event: SpanDetail['events'][number];
  startNs: string;
}) {
  const t = useTranslate(SPAN_MESSAGES);
  const format = useFormat();
  const copy = useCopy();
  const attributes = readAttributeJson(event.attributes);
  const { type, message, stack, rest } = readException(attributes);
  const after = Number(BigInt(event.timeNs || '0') - BigInt(startNs)) / 1000;
  const isException = type !== undefined || event.name === 'exception';
  return (
    <li className={isException ? 'span-card span-exception' : 'span-card'}>
      <header>
        <h3>{type ?? event.name}</h3>
        <span className="muted">{t('eventAfter', { time: formatLatency(format, after) })}</span>
      </header>
      {message !== undefined && <p className="as-written">{message}</p>}
      {stack !== undefined && (
        <div className="md-code">
          <div className="md-code-head">
            <span className="muted">{t('stack')}</span>
            <ActionButton
              label={t('copy')}
              icon="copy"
              isIconOnly
              onPress={() => void copy(stack)}
            />
          </div>
          <pre tabIndex={0}>
            <code>{stack}</code>
          </pre>
        </div>
      )}
      {Object.keys(rest).length > 0 && (
        <AttributeLines attributes={rest} text="" canFilter={false} />
      )}
    </li>
  );
}

/** The words of an exception; attributes of events keep the keys they were sent with. */
function readException(attributes: AttributeValue) {
  const text = (key: string) => {
    const value =
      getProperty(attributes, `exception.${key}`) ??
      getProperty(getProperty(attributes, 'exception'), key);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const entries = Object.entries(attributes ?? {}) as [string, AttributeValue][];
  const rest = Object.fromEntries(
    entries.filter(
      ([key]) =>
        key !== 'exception' &&
        !['exception.type', 'exception.message', 'exception.stacktrace'].includes(key)
    )
  );
  return { type: text('type'), message: text('message'), stack: text('stacktrace'), rest };
}
