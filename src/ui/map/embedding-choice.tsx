import type { SessionState } from '../../contract/session.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { useNavigation } from '../app/view-state-context.tsx';
import { MAP_MESSAGES } from './map-messages.ts';

/** Which embedding is on the map; nothing to choose with one. */
export function EmbeddingChoice({ session, current }: { session: SessionState; current: string }) {
  const t = useTranslate(MAP_MESSAGES);
  const { go } = useNavigation();
  const { embeddings } = session;
  if (embeddings.length < 2) {
    return <span className="map-embedding muted">{current}</span>;
  }
  return (
    <select
      className="field map-embedding"
      aria-label={t('embedding')}
      value={current}
      onChange={event => go({ place: 'map', embedding: event.target.value })}
    >
      {embeddings.map(({ name }) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}
