import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Header } from 'react-aria-components/Header';
import { ListBox, ListBoxItem, ListBoxSection } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import type { SessionState } from '../../contract/session.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { Icon } from '../parts/icon.tsx';
import { MAP_MESSAGES } from './map-messages.ts';
import { MapIcon } from './map-icon.tsx';

/** More than this many columns in a list is no list; a part of the name finds the others. */
const MAX_SHOWN = 60;

interface Choice {
  id: string;
  label: string;
  kind: 'basic' | 'feature' | 'tag' | 'prediction' | 'actual';
}

function useChoices(session: SessionState): Choice[] {
  const t = useTranslate(MAP_MESSAGES);
  return [
    { id: 'dataset', label: t('byDataset'), kind: 'basic' },
    { id: 'cluster', label: t('byCluster'), kind: 'basic' },
    ...(session.hasCorrectness
      ? [{ id: 'correctness', label: t('byCorrectness'), kind: 'basic' as const }]
      : []),
    ...session.dimensions.map(({ name, type }) => ({
      id: `dimension:${name}`,
      label: name,
      kind: type
    }))
  ];
}

/** What the points are colored by: the map's own groups, labels and scores, every feature and tag. */
export function ColorMenu({
  session,
  by,
  onBy,
  isOpen,
  onOpen
}: {
  session: SessionState;
  by: string;
  onBy: (by: string) => void;
  isOpen: boolean;
  onOpen: (isOpen: boolean) => void;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const choices = useChoices(session);
  const current = choices.find(({ id }) => id === by)?.label ?? by.replace(/^dimension:/, '');
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={onOpen}>
      <Button className="button button-outline map-color">
        <MapIcon name="palette" />
        <span className="map-color-label">{t('colorByWhat', { what: current })}</span>
        <Icon name="down" size={12} />
      </Button>
      <Popover className="popover" placement="bottom start">
        <Dialog className="color-menu" aria-label={t('colorBy')}>
          {({ close }) => (
            <ColorList
              choices={choices}
              by={by}
              onBy={chosen => {
                onBy(chosen);
                close();
              }}
            />
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function ColorList({
  choices,
  by,
  onBy
}: {
  choices: readonly Choice[];
  by: string;
  onBy: (by: string) => void;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const [text, setText] = useState('');
  const found = choices.filter(({ label }) => label.toLowerCase().includes(text.toLowerCase()));
  const shown = found.slice(0, MAX_SHOWN);
  const sections = (['basic', 'prediction', 'actual', 'feature', 'tag'] as const)
    .map(kind => ({ kind, items: shown.filter(choice => choice.kind === kind) }))
    .filter(({ items }) => items.length > 0);
  return (
    <>
      {choices.length > 8 && (
        <input
          className="field"
          type="search"
          autoFocus
          placeholder={t('findColumn')}
          aria-label={t('findColumn')}
          value={text}
          onChange={event => setText(event.target.value)}
          onKeyDown={event => {
            const [first] = shown;
            if (event.key === 'Enter' && first) {
              onBy(first.id);
            }
          }}
        />
      )}
      <ListBox
        className="color-list"
        aria-label={t('colorBy')}
        selectionMode="single"
        selectedKeys={[by]}
        disallowEmptySelection
        onAction={key => onBy(String(key))}
        onSelectionChange={keys => {
          const [key] = keys === 'all' ? [] : keys;
          if (key !== undefined && key !== by) {
            onBy(String(key));
          }
        }}
        renderEmptyState={() => <p className="muted">{t('noColumn', { text })}</p>}
      >
        {sections.map(({ kind, items }) => (
          <ListBoxSection key={kind} id={kind}>
            <Header className="color-head">{kind === 'basic' ? t('basics') : t(kind)}</Header>
            {items.map(({ id, label }) => (
              <ListBoxItem key={id} id={id} textValue={label} className="menu-item">
                {({ isSelected }) => (
                  <>
                    <span className="color-name">{label}</span>
                    {isSelected && <Icon name="check" size={14} />}
                  </>
                )}
              </ListBoxItem>
            ))}
          </ListBoxSection>
        ))}
      </ListBox>
      {found.length > shown.length && (
        <p className="muted color-more">
          {t('moreColumns', { count: found.length - shown.length })}
        </p>
      )}
    </>
  );
}
