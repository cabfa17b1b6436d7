import { useState } from 'react';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import { useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { Icon } from '../parts/icon.tsx';
import { type ColumnChoice, moveColumn, NO_CHOICE, toggleColumn } from './column-choice.ts';
import type { Column, ColumnKey } from './columns.ts';
import { TRACES_MESSAGES } from './traces-messages.ts';

interface Props {
  /** All that the listing has. */
  columns: readonly Column[];
  /** Those that are shown now, in order. */
  shown: readonly Column[];
  choice: ColumnChoice;
  onChoice: (choice: ColumnChoice) => void;
}

/** Which columns the table shows, and in which order: by dragging, or by buttons. */
export function ColumnsMenu(props: Props) {
  const t = useTranslate(TRACES_MESSAGES);
  return (
    <DialogTrigger>
      <ActionButton label={t('columns')} icon="columns" isIconOnly kind="outline" />
      <Popover className="popover" placement="bottom end">
        <Dialog className="columns-menu" aria-label={t('columns')}>
          <ColumnLines {...props} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function ColumnLines({ columns, shown, choice, onChoice }: Props) {
  const t = useTranslate(TRACES_MESSAGES);
  const [dragged, setDragged] = useState<ColumnKey>();
  const isShown = new Set(shown.map(({ key }) => key));
  const others = columns.filter(({ key }) => !isShown.has(key));
  return (
    <>
      <ul>
        {[...shown, ...others].map((column, index) => {
          const { key } = column;
          const name = t(key);
          const isOn = isShown.has(key);
          return (
            <li
              key={key}
              draggable={isOn}
              data-dragged={dragged === key}
              onDragStart={event => {
                event.dataTransfer.effectAllowed = 'move';
                event.dataTransfer.setData('text/plain', name);
                setDragged(key);
              }}
              onDragOver={event => {
                if (dragged !== undefined && isOn) {
                  event.preventDefault();
                  if (dragged !== key) {
                    onChoice(moveColumn(shown, choice, dragged, index));
                  }
                }
              }}
              onDrop={event => event.preventDefault()}
              onDragEnd={() => setDragged(undefined)}
            >
              <span className="columns-grip" aria-hidden="true">
                {isOn && <Icon name="grip" />}
              </span>
              <label className="check">
                <input
                  type="checkbox"
                  checked={isOn}
                  disabled={isOn && shown.length === 1}
                  onChange={() => onChoice(toggleColumn(shown, choice, key))}
                />
                <span>{name}</span>
              </label>
              {isOn && (
                <>
                  <ActionButton
                    label={t('columnBefore', { column: name })}
                    icon="up"
                    isIconOnly
                    isDisabled={index === 0}
                    onPress={() => onChoice(moveColumn(shown, choice, key, index - 1))}
                  />
                  <ActionButton
                    label={t('columnAfter', { column: name })}
                    icon="down"
                    isIconOnly
                    isDisabled={index === shown.length - 1}
                    onPress={() => onChoice(moveColumn(shown, choice, key, index + 1))}
                  />
                </>
              )}
            </li>
          );
        })}
      </ul>
      <ActionButton
        label={t('columnsReset')}
        kind="outline"
        isDisabled={choice.shown === undefined && Object.keys(choice.widths).length === 0}
        onPress={() => onChoice(NO_CHOICE)}
      />
    </>
  );
}
