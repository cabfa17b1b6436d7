import { useQuery } from '@tanstack/react-query';
import type { SpanCount } from '../../contract/traces.ts';
import { useApi } from '../app/api-context.tsx';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useSpanMap } from '../app/queries.ts';
import { KEYS } from '../app/questions.ts';
import { useServerEvent } from '../app/server-events-context.tsx';
import { useToasts } from '../app/toasts.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { SpanMapProgress } from '../parts/span-map-progress.tsx';
import { MAP_MESSAGES } from './map-messages.ts';

/** Of a map of spans: what it was made of, how many spans came since, and the way to make it again. Other maps have none. */
export function SpanMapNote() {
  const t = useTranslate(MAP_MESSAGES);
  const format = useFormat();
  const api = useApi();
  const toasts = useToasts();
  const { data: state } = useSpanMap();
  const made = state?.made ?? undefined;
  const { data: now, refetch } = useQuery({
    queryKey: [...KEYS.spans, 'count', made?.scope ?? null],
    queryFn: ({ signal }) =>
      api.json<SpanCount>('api/spans/count', { method: 'POST', body: made?.scope, signal }),
    enabled: made !== undefined
  });
  useServerEvent('spans', () => made && void refetch());
  if (state?.isRunning) {
    return (
      <div className="span-map-note">
        <SpanMapProgress state={state} />
      </div>
    );
  }
  if (!made) {
    return null;
  }
  const since = now ? now.spans - made.spans : 0;
  return (
    <div className="span-map-note">
      <span>
        {t('ofSpans', {
          vectors: made.vectors,
          spans: made.spans - made.left,
          time: format.time(Date.parse(made.madeAt))
        })}
        {made.left > 0 && ` ${t('spansLeft', { count: made.left })}`}
        {since > 0 && ` ${t('spansSince', { count: since })}`}
        {since < 0 && ` ${t('spansGone', { count: -since })}`}
      </span>
      <ActionButton
        label={t('mapAgain')}
        icon="retry"
        kind="outline"
        onPress={() =>
          void api
            .json('api/spans/map', { method: 'POST', body: { scope: made.scope } })
            .catch(toasts.fail)
        }
      />
    </div>
  );
}
