import type { MainPlace } from '../../contract/view-state.ts';
import { MAIN_PLACES } from '../../contract/view-state.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import { KeyCaps } from '../parts/action-button.tsx';
import { Icon } from '../parts/icon.tsx';
import { SHELL_MESSAGES } from './shell-messages.ts';

const KEY_OF: Record<MainPlace, string> = {
  home: 'g h',
  signals: 'g s',
  map: 'g m',
  traces: 'g t',
  exports: 'g e'
};

/** Links to the places: real addresses, so that they open in another tab too. */
export function PlaceLinks({ className }: { className: string }) {
  const t = useTranslate(SHELL_MESSAGES);
  const here = useViewState('place');
  const { hrefOf } = useNavigation();
  return (
    <nav className={className} aria-label={t('places')}>
      {MAIN_PLACES.map(place => (
        <a key={place} href={hrefOf({ place })} aria-current={here === place ? 'page' : undefined}>
          <Icon name={place} size={18} />
          <span>{t(place)}</span>
          <span className="link-tip" aria-hidden="true">
            <span className="link-tip-name">{t(place)}</span>
            <KeyCaps keys={KEY_OF[place]} />
          </span>
        </a>
      ))}
    </nav>
  );
}
