import './span.css';
import { memo, type ReactNode, useMemo } from 'react';
import { readAttributeJson } from '../../contract/attribute-json.ts';
import type { SpanDetail } from '../../contract/traces.ts';
import { useApi } from '../app/api-context.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import { EmptyState, FailureState, Loading } from '../parts/states.tsx';
import { ErrorBoundary } from '../shell/error-boundary.tsx';
import type { SpanNode } from '../trace/span-tree.ts';
import { useSpan } from '../trace/use-trace.ts';
import { AttributesTab } from './attributes-tab.tsx';
import { DocumentsTab } from './documents-tab.tsx';
import { EvaluationsTab } from './evaluations-tab.tsx';
import { EventsTab } from './events-tab.tsx';
import { InOutTab } from './in-out-tab.tsx';
import { LinksTab } from './links-tab.tsx';
import { MessagesTab } from './messages-tab.tsx';
import { readDocuments } from './read-documents.ts';
import { hasConversation, readConversation } from './read-messages.ts';
import { SpanHead } from './span-head.tsx';
import { SPAN_MESSAGES } from './span-messages.ts';
import { type SpanTab, SpanTabs } from './span-tabs.tsx';
import { SpanValuesProvider } from './span-values.tsx';

/** What the chosen span says. Its head changes at once; the body of the one before stays until the new one is there. */
export function SpanPanel({ traceId, node }: { traceId: string; node: SpanNode | undefined }) {
  const t = useTranslate(SPAN_MESSAGES);
  const api = useApi();
  const span = node?.span;
  const { data, isPlaceholderData, isError, error, refetch } = useSpan(
    traceId,
    span?.spanId,
    span?.endUs
  );
  if (!node || !span) {
    return <EmptyState title={t('choose')} />;
  }
  return (
    <section className="span-panel" aria-label={t('part', { name: span.name })}>
      <SpanHead traceId={traceId} node={node} />
      {isError ? (
        <FailureState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading what={t('span')} />
      ) : (
        <div className="span-body" aria-busy={isPlaceholderData}>
          <ErrorBoundary api={api} resetKey={data.row.spanId}>
            <SpanBody key={data.row.spanId} detail={data} />
          </ErrorBoundary>
        </div>
      )}
    </section>
  );
}

const SpanBody = memo(function SpanBody({ detail }: { detail: SpanDetail }) {
  const t = useTranslate(SPAN_MESSAGES);
  const { update } = useNavigation();
  const wanted = useViewState('panel');
  const { traceId, spanId } = detail.row;
  const attributes = useMemo(() => readAttributeJson(detail.attributes), [detail.attributes]);
  const conversation = useMemo(() => readConversation(attributes), [attributes]);
  const lists = useMemo(() => readDocuments(attributes), [attributes]);
  const documents = lists.reduce((sum, list) => sum + list.documents.length, 0);
  const hasException = detail.events.some(({ name }) => name === 'exception');
  const tabs: (SpanTab & { draw: () => ReactNode })[] = [
    ...(hasConversation(conversation)
      ? [
          {
            id: 'messages',
            label: t('messages'),
            draw: () => <MessagesTab conversation={conversation} />
          }
        ]
      : []),
    ...(documents > 0
      ? [
          {
            id: 'documents',
            label: t('documents'),
            count: documents,
            draw: () => <DocumentsTab lists={lists} />
          }
        ]
      : []),
    { id: 'in-out', label: t('inOut'), draw: () => <InOutTab attributes={attributes} /> },
    {
      id: 'attributes',
      label: t('attributes'),
      draw: () => <AttributesTab detail={detail} attributes={attributes} />
    },
    {
      id: 'events',
      label: t('events'),
      count: detail.events.length,
      isBad: hasException,
      draw: () => <EventsTab detail={detail} />
    },
    ...(detail.links.length > 0
      ? [
          {
            id: 'links',
            label: t('links'),
            count: detail.links.length,
            draw: () => <LinksTab links={detail.links} />
          }
        ]
      : []),
    {
      id: 'evaluations',
      label: t('evaluations'),
      count: detail.annotations.length,
      draw: () => (
        <EvaluationsTab annotations={detail.annotations} traceId={traceId} spanId={spanId} />
      )
    }
  ];
  const shown = tabs.find(({ id }) => id === wanted) ?? tabs[0];
  return (
    <SpanValuesProvider traceId={traceId} spanId={spanId} cut={detail.cut}>
      <SpanTabs tabs={tabs} shown={shown?.id} onShow={id => update({ panel: id })}>
        {shown?.draw()}
      </SpanTabs>
    </SpanValuesProvider>
  );
});
