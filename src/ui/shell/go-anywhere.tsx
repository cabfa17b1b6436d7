import { type KeyboardEvent, useId, useState } from 'react';
import { DATASET_ROLES, type Embedding } from '../../contract/session.ts';
import { MAIN_PLACES } from '../../contract/view-state.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { useSession } from '../app/queries.ts';
import { useNavigation } from '../app/view-state-context.tsx';
import type { IconName } from '../parts/icon.tsx';
import { Icon } from '../parts/icon.tsx';
import { ModalDialog } from '../parts/modal-dialog.tsx';
import { SHELL_MESSAGES } from './shell-messages.ts';

interface Props {
  isOpen: boolean;
  onClose: () => void;
  onShowKeys: () => void;
}
interface Destination {
  id: string;
  label: string;
  icon: IconName;
  run: () => void;
}

/** More than this is no list; another letter narrows it. */
const MOST_SHOWN = 60;

/** One field that leads to every place, map, column and data set by a part of its name. */
export function GoAnywhere({ isOpen, onClose, onShowKeys }: Props) {
  const t = useTranslate(SHELL_MESSAGES);
  return (
    <ModalDialog title={t('goAnywhere')} isOpen={isOpen} onClose={onClose} className="go">
      <GoField onClose={onClose} onShowKeys={onShowKeys} />
    </ModalDialog>
  );
}

function GoField({ onClose, onShowKeys }: Omit<Props, 'isOpen'>) {
  const t = useTranslate(SHELL_MESSAGES);
  const listId = useId();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const needle = text.trim().toLocaleLowerCase();
  const found = useDestinations(onShowKeys, needle !== '')
    .filter(({ label }) => label.toLocaleLowerCase().includes(needle))
    .slice(0, MOST_SHOWN);
  const current = Math.min(active, found.length - 1);
  const choose = (destination: Destination | undefined) => {
    if (destination) {
      onClose();
      destination.run();
    }
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setActive((current + step + found.length) % found.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(found[current]);
    }
  };
  return (
    <>
      <input
        className="field go-field"
        type="text"
        role="combobox"
        autoFocus
        aria-label={t('goAnywhere')}
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={found[current] && `${listId}-${current}`}
        placeholder={t('goPlaceholder')}
        value={text}
        onChange={event => {
          setText(event.target.value);
          setActive(0);
        }}
        onKeyDown={press}
      />
      <ul id={listId} className="go-list" role="listbox" aria-label={t('goAnywhere')}>
        {found.map((destination, i) => (
          <li
            key={destination.id}
            id={`${listId}-${i}`}
            role="option"
            aria-selected={i === current}
            ref={element => {
              if (i === current) {
                element?.scrollIntoView({ block: 'nearest' });
              }
            }}
            onMouseMove={() => setActive(i)}
            onClick={() => choose(destination)}
          >
            <Icon name={destination.icon} />
            {destination.label}
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="muted go-nothing">{t('goNothing')}</p>}
    </>
  );
}

function useDestinations(onShowKeys: () => void, hasColumns: boolean): Destination[] {
  const t = useTranslate(SHELL_MESSAGES);
  const { go } = useNavigation();
  const { data: session } = useSession();
  return [
    ...MAIN_PLACES.map(place => ({
      id: place,
      label: t(place),
      icon: place,
      run: () => go({ place })
    })),
    ...(session?.embeddings ?? []).filter(hasVectors).map(({ name }) => ({
      id: `map ${name}`,
      label: t('goMap', { name }),
      icon: 'map' as const,
      run: () => go({ place: 'map', embedding: name })
    })),
    ...DATASET_ROLES.filter(role => session?.datasets[role]).map(role => ({
      id: `rows ${role}`,
      label: t('goRows', { name: session?.datasets[role]?.name ?? role }),
      icon: 'rows' as const,
      run: () => go({ place: 'home', look: role })
    })),
    // There may be thousands; without a part of a name they would hide the rest.
    ...(hasColumns ? (session?.dimensions ?? []) : []).map(({ name }) => ({
      id: `signal ${name}`,
      label: t('goSignal', { name }),
      icon: 'signals' as const,
      run: () => go({ place: 'signals', dimension: name })
    })),
    { id: 'keys', label: t('keys'), icon: 'keyboard', run: onShowKeys }
  ];
}

/** Whether there is anything to draw. */
export function hasVectors({ vectorCounts }: Embedding): boolean {
  return Object.values(vectorCounts).some(count => count > 0);
}
