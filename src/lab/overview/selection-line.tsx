import { useState } from 'react';
import type { OverviewProps } from './overview-body.tsx';

/** How many rows are selected, and the way into the notebook. */
export function SelectionLine({ entry, content, amounts, actions, trans }: OverviewProps) {
  const [isBusy, setBusy] = useState(false);
  const count = content.selection?.count ?? 0;
  return (
    <p className="phoenix-SelectionLine">
      <span role="status">
        {count === 0
          ? trans.__('nothing selected')
          : trans.__('selection %1', amounts.whole(count))}
      </span>
      {count > 0 && (
        <button
          type="button"
          className="jp-mod-styled"
          disabled={isBusy}
          title={trans.__('Add a cell to the notebook that puts these rows into the variable sel')}
          onClick={() => {
            setBusy(true);
            void actions.takeSelection(entry.id).finally(() => setBusy(false));
          }}
        >
          → <code>sel</code>
        </button>
      )}
    </p>
  );
}
