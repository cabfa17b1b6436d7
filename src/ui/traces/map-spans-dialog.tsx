import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { SpanMapState } from '../../contract/span-map.ts';
import type { SpanScope } from '../../contract/traces.ts';
import { useApi } from '../app/api-context.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import { useSession, useSpanMap } from '../app/queries.ts';
import { KEYS } from '../app/questions.ts';
import { newerOf } from '../app/keep-fresh.ts';
import { useNavigation } from '../app/view-state-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { CodeLine } from '../parts/code-line.tsx';
import { ModalDialog } from '../parts/modal-dialog.tsx';
import { SpanMapProgress } from '../parts/span-map-progress.tsx';
import { EmptyState, FailureState } from '../parts/states.tsx';
import { TRACES_MESSAGES } from './traces-messages.ts';

const CODE = `from openinference.semconv.trace import EmbeddingAttributes, SpanAttributes

prefix = f"{SpanAttributes.EMBEDDING_EMBEDDINGS}.0"
span.set_attribute(f"{prefix}.{EmbeddingAttributes.EMBEDDING_TEXT}", text)
span.set_attribute(f"{prefix}.{EmbeddingAttributes.EMBEDDING_VECTOR}", vector)`;

/** Makes the vectors of some spans a map. What the map shows now is named before it goes. */
export function MapSpansDialog({
  scope,
  isOpen,
  onClose
}: {
  scope: SpanScope;
  isOpen: boolean;
  onClose: () => void;
}) {
  const t = useTranslate(TRACES_MESSAGES);
  return (
    <ModalDialog title={t('mapTitle')} isOpen={isOpen} onClose={onClose} className="map-spans">
      <MapSpans scope={scope} onClose={onClose} />
    </ModalDialog>
  );
}

function MapSpans({ scope, onClose }: { scope: SpanScope; onClose: () => void }) {
  const t = useTranslate(TRACES_MESSAGES);
  const api = useApi();
  const box = useRef<HTMLDivElement>(null);
  const queries = useQueryClient();
  const { go } = useNavigation();
  const { data: session } = useSession();
  const { data: state } = useSpanMap();
  const [asked, setAsked] = useState<string>();
  const [error, setError] = useState<unknown>();
  const names = Object.values(session?.datasets ?? {}).flatMap(dataset =>
    dataset ? [dataset.name] : []
  );
  const isOther = names.length > 0 && state?.made === null;
  const start = async () => {
    setError(undefined);
    try {
      const started = await api.json<SpanMapState>('api/spans/map', {
        method: 'POST',
        body: { scope, replace: true }
      });
      queries.setQueryData<SpanMapState>(KEYS.spanMap, known => newerOf(known, started));
      setAsked(started.made?.madeAt ?? '');
    } catch (failure) {
      setAsked(undefined);
      setError(failure);
    }
  };
  const made = asked !== undefined && !state?.isRunning ? state?.made : undefined;
  const isMade = made !== undefined && made !== null && made.madeAt !== asked;
  const embedding = made?.embeddings[0];
  useEffect(() => {
    if (isMade) {
      onClose();
      go({ place: 'map', embedding });
    }
  }, [isMade, embedding, onClose, go]);
  const isRunning = asked !== undefined && state?.isRunning === true;
  const hasNone = asked !== undefined && state?.error?.code === 'map/no-vectors';
  const failure = error ?? (asked === undefined ? null : state?.error);
  return (
    // It keeps the focus when the button that was pressed is gone.
    <div ref={box} className="map-spans-box" tabIndex={-1}>
      {isRunning ? (
        <SpanMapProgress state={state} />
      ) : hasNone ? (
        <EmptyState title={t('noVectorsTitle')} reason={t('noVectorsReason')}>
          <CodeLine code={CODE} label={t('noVectorsCode')} />
        </EmptyState>
      ) : (
        <>
          <p>{t('mapWhat')}</p>
          {isOther && <p>{t('mapReplaces', { names: names.join(', ') })}</p>}
          {failure !== null && failure !== undefined && (
            <FailureState
              error={failure instanceof Error ? failure : Object.assign(new Error(), failure)}
            />
          )}
          <div className="row row-end">
            <ActionButton label={t('mapNot')} kind="outline" onPress={onClose} />
            <ActionButton
              label={t('mapDo')}
              kind="primary"
              icon="map"
              onPress={() => {
                box.current?.focus();
                void start();
              }}
            />
          </div>
        </>
      )}
    </div>
  );
}
