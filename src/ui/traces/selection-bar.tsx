import { useState } from 'react';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { EXPORT_FORMATS } from '../../contract/export.ts';
import type { SpanScope } from '../../contract/traces.ts';
import type { TraceListing } from '../../contract/view-state.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { useCopy } from '../parts/use-copy.ts';
import { DeleteDialog } from './delete-dialog.tsx';
import { MapSpansDialog } from './map-spans-dialog.tsx';
import { plainIdOf, readLineIds } from './list-scope.ts';
import { TRACES_MESSAGES } from './traces-messages.ts';
import type { LineSelection } from './use-span-selection.ts';
import type { useSpansExport } from './use-spans-export.ts';

/** What is selected, and what can be done with it. Without a selection there is no bar. */
export function SelectionBar({
  listing,
  selection,
  listed,
  actions
}: {
  listing: TraceListing;
  selection: LineSelection;
  /** Lines that the filter leaves, where that is known. */
  listed: number | undefined;
  actions: ReturnType<typeof useSpansExport>;
}) {
  const t = useTranslate(TRACES_MESSAGES);
  const { scope } = selection;
  return scope === null ? null : (
    <section className="selection-bar" aria-label={t('selection')}>
      <span role="status">
        <SelectionWords selection={selection} scope={scope} listing={listing} />
      </span>
      {!selection.isAll && selection.ids.size > 0 && (listed ?? 0) > selection.ids.size && (
        <ActionButton
          label={t('selectMatching', { count: listed ?? 0 })}
          onPress={selection.selectAll}
        />
      )}
      <span className="bar-space" />
      <SelectionActions scope={scope} selection={selection} actions={actions} />
    </section>
  );
}

function SelectionWords({
  selection,
  scope,
  listing
}: {
  selection: LineSelection;
  scope: SpanScope;
  listing: TraceListing;
}) {
  const t = useTranslate(TRACES_MESSAGES);
  const format = useFormat();
  const { counted, isAll, ids } = selection;
  const named = readLineIds(scope);
  const count = isAll ? undefined : (named?.ids.length ?? undefined);
  const what = named?.listing ?? listing;
  const words =
    count === undefined
      ? t('allSelected')
      : t(
          what === 'traces'
            ? 'tracesSelected'
            : what === 'spans'
              ? 'spansSelected'
              : 'sessionsSelected',
          { count }
        );
  const spans = counted && (what !== 'spans' || ids.size === 0) ? counted.spans : undefined;
  return (
    <>
      <strong>{words}</strong>
      {spans !== undefined && (
        <span className="muted">
          {' '}
          · {t('spansOf', { count: spans, spans: format.number(spans) })}
        </span>
      )}
    </>
  );
}

function SelectionActions({
  scope,
  selection,
  actions
}: {
  scope: SpanScope;
  selection: LineSelection;
  actions: ReturnType<typeof useSpansExport>;
}) {
  const t = useTranslate(TRACES_MESSAGES);
  const copy = useCopy();
  const [isAsking, setAsking] = useState(false);
  const [isMapping, setMapping] = useState(false);
  const { busy } = actions;
  const named = readLineIds(scope);
  return (
    <>
      <ActionButton
        label={t(busy === 'export' ? 'exporting' : 'toNotebook')}
        icon="insert"
        kind="primary"
        keys="x"
        isDisabled={busy !== undefined}
        onPress={() => void actions.toNotebook(scope)}
      />
      <MenuTrigger>
        <ActionButton
          label={t(busy === 'download' ? 'preparing' : 'download')}
          icon="download"
          kind="outline"
          isDisabled={busy !== undefined}
        />
        <Popover className="popover" placement="bottom end">
          <Menu className="menu" aria-label={t('download')}>
            {EXPORT_FORMATS.map(format => (
              <MenuItem
                key={format}
                className="menu-item"
                onAction={() => void actions.download(scope, format)}
              >
                {t(format)}
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
      <ActionButton
        label={t('mapThese')}
        icon="map"
        kind="outline"
        isIconOnly
        onPress={() => setMapping(true)}
      />
      {named && (
        <ActionButton
          label={t('copyIds')}
          icon="copy"
          kind="outline"
          isIconOnly
          onPress={() => void copy(named.ids.map(id => plainIdOf(id, named.listing)).join('\n'))}
        />
      )}
      <ActionButton
        label={t('delete')}
        icon="trash"
        kind="outline"
        isIconOnly
        isDisabled={busy !== undefined}
        onPress={() => setAsking(true)}
      />
      <ActionButton
        label={t('clearSelection')}
        icon="close"
        isIconOnly
        keys="Escape"
        onPress={selection.clear}
      />
      <MapSpansDialog scope={scope} isOpen={isMapping} onClose={() => setMapping(false)} />
      <DeleteDialog
        scope={scope}
        isOpen={isAsking}
        isBusy={busy === 'delete'}
        onClose={() => setAsking(false)}
        onDelete={() =>
          void actions.deleteTraces(scope).then(worked => {
            if (worked) {
              setAsking(false);
              selection.clear();
            }
          })
        }
      />
    </>
  );
}
