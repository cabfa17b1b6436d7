import type { SpanMapState } from '../../contract/span-map.ts';
import { useApi } from '../app/api-context.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import { useToasts } from '../app/toasts.tsx';
import { ActionButton } from './action-button.tsx';
import { PART_MESSAGES } from './part-messages.ts';

/** How far the spans have been looked through for vectors; it can be ended, and the map stays as it is. */
export function SpanMapProgress({ state: { read, total, vectors } }: { state: SpanMapState }) {
  const t = useTranslate(PART_MESSAGES);
  const api = useApi();
  const toasts = useToasts();
  return (
    <div className="span-map-progress" role="status">
      <progress max={Math.max(1, total)} value={read} aria-label={t('readingVectors')} />
      <span>{t('vectorsFound', { read, total, vectors })}</span>
      <ActionButton
        label={t('cancel')}
        kind="outline"
        onPress={() => void api.json('api/spans/map', { method: 'DELETE' }).catch(toasts.fail)}
      />
    </div>
  );
}
