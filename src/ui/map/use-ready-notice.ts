import { useEffect, useRef } from 'react';
import { useAnnounce } from '../app/announcer.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import { MAP_MESSAGES } from './map-messages.ts';

/** Says once, politely, that a map is ready. */
export function useReadyNotice(
  hash: string | undefined,
  clusters: number,
  wasWorking: boolean
): void {
  const t = useTranslate(MAP_MESSAGES);
  const announce = useAnnounce();
  const before = useRef(hash);
  useEffect(() => {
    if (hash !== undefined && hash !== before.current && wasWorking) {
      announce(t('announceDone', { count: clusters }));
    }
    before.current = hash;
  }, [hash, clusters, wasWorking, announce, t]);
}
