import { useEffect } from 'react';
import { useAnnounce } from '../app/announcer.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import { useNavigation } from '../app/view-state-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { MAP_MESSAGES } from './map-messages.ts';
import type { Matches } from './use-narrowing.ts';

/** Over the map while a text is searched for: how many points contain it, and what to do with them. */
export function FoundBar({
  matches: { find, count },
  onSelect,
  onShow
}: {
  matches: Matches;
  onSelect: () => void;
  onShow: () => void;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const announce = useAnnounce();
  const { update } = useNavigation();
  const words = count === 0 ? t('foundNone', { find }) : t('foundSome', { count, find });
  useEffect(() => announce(words), [announce, words]);
  return (
    <div className="found-bar">
      <span className="found-words">{words}</span>
      {count > 0 && (
        <>
          <ActionButton label={t('foundSelect')} kind="outline" onPress={onSelect} />
          <ActionButton label={t('foundShow')} kind="outline" onPress={onShow} />
        </>
      )}
      <ActionButton
        label={t('foundClear')}
        icon="close"
        isIconOnly
        onPress={() => update({ find: undefined })}
      />
    </div>
  );
}
