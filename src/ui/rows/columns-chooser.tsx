import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import type { RowsColumn } from '../../contract/rows.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { chooseColumns, moveColumn, toggleColumn } from './column-layout.ts';
import { ROWS_MESSAGES } from './rows-messages.ts';

const LINE_PX = 28;

/** Which columns the table shows and in which order; two thousand of them stay a short list with a search. */
export function ColumnsChooser({ columns }: { columns: readonly RowsColumn[] }) {
  const t = useTranslate(ROWS_MESSAGES);
  const choice = useViewState('columns');
  const shown = chooseColumns(columns, choice);
  const isWhole = shown.length === columns.length;
  return (
    <DialogTrigger>
      <ActionButton
        label={
          isWhole ? t('columns') : t('columnsShown', { shown: shown.length, total: columns.length })
        }
        icon="columns"
        kind="outline"
      />
      <Popover className="popover" placement="bottom end">
        <Dialog className="columns" aria-label={t('columns')}>
          <ColumnList columns={columns} shown={shown} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function ColumnList({
  columns,
  shown
}: {
  columns: readonly RowsColumn[];
  shown: readonly RowsColumn[];
}) {
  const t = useTranslate(ROWS_MESSAGES);
  const choice = useViewState('columns');
  const { update } = useNavigation();
  const [text, setText] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const isShown = new Set(shown.map(({ name }) => name));
  const needle = text.toLocaleLowerCase();
  const lines = [...shown, ...columns.filter(({ name }) => !isShown.has(name))].filter(
    ({ name, role }) => `${name} ${role}`.toLocaleLowerCase().includes(needle)
  );
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => list.current,
    estimateSize: () => LINE_PX,
    overscan: 6
  });
  return (
    <>
      <input
        className="field"
        type="search"
        aria-label={t('findColumn')}
        placeholder={t('findColumn')}
        value={text}
        onChange={event => setText(event.target.value)}
      />
      <div className="columns-list" ref={list}>
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const column = lines[index];
            return (
              column && (
                <div
                  key={column.name}
                  className="columns-line"
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <label className="check" title={column.name}>
                    <input
                      type="checkbox"
                      checked={isShown.has(column.name)}
                      disabled={isShown.size === 1 && isShown.has(column.name)}
                      onChange={() =>
                        update({ columns: toggleColumn(columns, choice, column.name) })
                      }
                    />
                    <span className="columns-name">{column.name}</span>
                    <span className="muted">{column.role}</span>
                  </label>
                  {isShown.has(column.name) && needle === '' && (
                    <span className="columns-move">
                      <ActionButton
                        label={t('moveUp', { name: column.name })}
                        icon="up"
                        isIconOnly
                        isDisabled={index === 0}
                        onPress={() =>
                          update({ columns: moveColumn(columns, choice, column.name, -1) })
                        }
                      />
                      <ActionButton
                        label={t('moveDown', { name: column.name })}
                        icon="down"
                        isIconOnly
                        isDisabled={index === shown.length - 1}
                        onPress={() =>
                          update({ columns: moveColumn(columns, choice, column.name, 1) })
                        }
                      />
                    </span>
                  )}
                </div>
              )
            );
          })}
        </div>
        {lines.length === 0 && <p className="muted columns-none">{t('noColumn')}</p>}
      </div>
      <div className="row">
        <ActionButton
          label={t('reset')}
          kind="outline"
          onPress={() => update({ columns: undefined })}
        />
        {lines[0] && (
          <ActionButton
            label={t('onlyFirst')}
            kind="outline"
            onPress={() =>
              update({ columns: { first: [shown[0]?.name ?? ''], hidden: [], only: true } })
            }
          />
        )}
      </div>
    </>
  );
}
