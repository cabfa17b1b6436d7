import { type KeyboardEvent, type RefObject } from 'react';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { SPAN_KINDS, type SpanKind } from '../../contract/span.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { Icon } from '../parts/icon.tsx';
import { KindIcon } from './kind-icon.tsx';
import { ZoomMenu } from './zoom-menu.tsx';
import { TRACE_MESSAGES } from './trace-messages.ts';
import type { Tour, TreeState } from './use-tree-state.ts';

/** What finds its way in a large trace: words, errors, the critical path, kinds, folds. */
export function TreeBar({
  state,
  findBox,
  treeBox
}: {
  state: TreeState;
  findBox: RefObject<HTMLInputElement>;
  treeBox: RefObject<HTMLDivElement>;
}) {
  const t = useTranslate(TRACE_MESSAGES);
  const { errors, folding, setFolding } = state;
  return (
    <div className="tree-bar" role="toolbar" aria-label={t('tree')}>
      <FindField state={state} findBox={findBox} treeBox={treeBox} />
      {errors.nodes.length > 0 && (
        <span className="tree-tour" role="group" aria-label={t('errors')}>
          <ActionButton
            label={t('nextError', { count: errors.nodes.length })}
            description={
              errors.at === -1
                ? t('goNextError')
                : t('errorAt', { at: errors.at + 1, count: errors.nodes.length })
            }
            keys="e"
            className="tree-errors"
            onPress={() => errors.go(1)}
          >
            <span className="tree-errors-count" aria-hidden="true">
              {errors.nodes.length}
            </span>
            <Icon name="next" size={12} />
          </ActionButton>
        </span>
      )}
      <ActionButton
        label={t('critical')}
        icon="path"
        description={t('criticalHow')}
        keys="p"
        isPressed={state.critical !== undefined}
        className="tree-critical"
        onPress={() => state.showCritical(state.critical === undefined)}
      />
      <KindsMenu state={state} />
      <ZoomMenu state={state} />
      <MenuTrigger>
        <ActionButton label={t('fold')} icon="down" isIconOnly />
        <Popover className="popover" placement="bottom end">
          <Menu className="menu" aria-label={t('fold')}>
            <MenuItem className="menu-item" onAction={state.foldAll}>
              {t('foldAll')}
            </MenuItem>
            <MenuItem className="menu-item" onAction={state.unfoldAll}>
              {t('unfoldAll')}
            </MenuItem>
            <MenuItem
              className="menu-item"
              onAction={() => setFolding({ ...folding, hasRuns: !folding.hasRuns })}
            >
              {folding.hasRuns ? <Icon name="check" /> : <span className="menu-blank" />}
              {t('runs')}
            </MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
    </div>
  );
}

function FindField({
  state: { find, setFind, found },
  findBox,
  treeBox
}: {
  state: TreeState;
  findBox: RefObject<HTMLInputElement>;
  treeBox: RefObject<HTMLDivElement>;
}) {
  const t = useTranslate(TRACE_MESSAGES);
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      found.go(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      if (find === '') {
        treeBox.current?.focus();
      }
      setFind('');
    }
  };
  return (
    <div className="tree-find" role="search">
      <Icon name="search" size={14} />
      <input
        ref={findBox}
        className="field"
        type="search"
        aria-label={t('find')}
        placeholder={t('find')}
        title={t('findHow')}
        value={find}
        maxLength={1000}
        onChange={event => setFind(event.target.value)}
        onKeyDown={press}
      />
      {find.trim() !== '' && (
        <>
          <span className="tree-found muted" role="status">
            {found.isSearching && !found.isAsked ? t('searching') : sayFound(t, found)}
          </span>
          <ActionButton
            label={t('previousFound')}
            icon="up"
            isIconOnly
            keys="Shift+Enter"
            isDisabled={found.nodes.length === 0}
            onPress={() => found.go(-1)}
          />
          <ActionButton
            label={t('nextFound')}
            icon="down"
            isIconOnly
            keys="Enter"
            isDisabled={found.nodes.length === 0}
            onPress={() => found.go(1)}
          />
        </>
      )}
    </div>
  );
}

function sayFound(
  t: ReturnType<typeof useTranslate<typeof TRACE_MESSAGES>>,
  { nodes, at }: Tour
): string {
  return nodes.length === 0
    ? t('foundNone')
    : t('found', { at: at === -1 ? '–' : at + 1, count: nodes.length });
}

function KindsMenu({ state: { tree, folding, setFolding } }: { state: TreeState }) {
  const t = useTranslate(TRACE_MESSAGES);
  const counts = new Map<SpanKind, number>();
  tree.nodes.forEach(({ span: { kind } }) => counts.set(kind, (counts.get(kind) ?? 0) + 1));
  const present = SPAN_KINDS.filter(kind => counts.has(kind));
  if (present.length < 2) {
    return null;
  }
  const chosen = folding.kinds ?? new Set<SpanKind>();
  return (
    <MenuTrigger>
      <ActionButton
        label={chosen.size === 0 ? t('kinds') : present.filter(kind => chosen.has(kind)).join(', ')}
        isPressed={chosen.size > 0}
        className="tree-kinds"
      />
      <Popover className="popover" placement="bottom start">
        <Menu
          className="menu"
          aria-label={t('kinds')}
          selectionMode="multiple"
          selectedKeys={chosen}
          onSelectionChange={keys => {
            const kinds = keys === 'all' ? [] : present.filter(kind => keys.has(kind));
            setFolding({ ...folding, kinds: kinds.length === 0 ? undefined : new Set(kinds) });
          }}
        >
          {present.map(kind => (
            <MenuItem key={kind} id={kind} textValue={kind} className="menu-item">
              {({ isSelected }) => (
                <>
                  {isSelected ? <Icon name="check" /> : <span className="menu-blank" />}
                  <KindIcon kind={kind} />
                  {kind}
                  <span className="count">{counts.get(kind)}</span>
                </>
              )}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
