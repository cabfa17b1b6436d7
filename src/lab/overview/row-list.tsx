import { launchIcon } from '@jupyterlab/ui-components';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { IconButton } from '../panel/icon-button.tsx';

export interface Row {
  key: string;
  tooltip: string;
  content: ReactNode;
  open: () => void;
}

interface RowListProps {
  label: string;
  rows: readonly Row[];
  openLabel: string;
  className: string;
}

/** Rows of which one can be chosen: a click chooses, a double click or Enter opens, and so does the button of the chosen row. */
export function RowList({ label, rows, openLabel, className }: RowListProps) {
  const [chosen, setChosen] = useState<string>();
  return (
    <ul className={`phoenix-Rows ${className}`} aria-label={label} onKeyDown={moveFocus}>
      {rows.map(({ key, tooltip, content, open }) => (
        <li key={key} data-phoenix-chosen={key === chosen}>
          <button
            type="button"
            className="phoenix-Row"
            title={tooltip}
            aria-pressed={key === chosen}
            onClick={() => setChosen(key)}
            onDoubleClick={open}
            onKeyDown={event => {
              if (event.key === 'Enter') {
                event.preventDefault();
                open();
              }
            }}
          >
            {content}
          </button>
          {key === chosen && <IconButton icon={launchIcon} label={openLabel} onClick={open} />}
        </li>
      ))}
    </ul>
  );
}

/** Up and down go from row to row. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) {
    return;
  }
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('.phoenix-Row')];
  const at = rows.findIndex(row => row.parentElement?.contains(document.activeElement) === true);
  const next = rows[at + step];
  if (next !== undefined) {
    event.preventDefault();
    event.stopPropagation();
    next.focus();
  }
}
