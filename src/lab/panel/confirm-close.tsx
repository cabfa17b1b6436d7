import type { TranslationBundle } from '@jupyterlab/translation';
import { useEffect, useRef, useState } from 'react';

interface ConfirmCloseProps {
  name: string;
  trans: TranslationBundle;
  onKeep: () => void;
  onClose: () => Promise<void>;
}

/** Asks in place, because closing removes data that only the notebook can load again. */
export function ConfirmClose({ name, trans, onKeep, onClose }: ConfirmCloseProps) {
  const [isBusy, setBusy] = useState(false);
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  return (
    <div
      className="phoenix-ConfirmClose"
      role="alertdialog"
      aria-label={trans.__('Close “%1”?', name)}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          onKeep();
        }
      }}
    >
      <p>{trans.__('Its data leaves the memory; exports stay on disk.')}</p>
      <button ref={keep} className="jp-mod-styled" disabled={isBusy} onClick={onKeep}>
        {trans.__('Keep')}
      </button>
      <button
        className="jp-mod-styled jp-mod-warn"
        disabled={isBusy}
        onClick={() => {
          setBusy(true);
          void onClose();
        }}
      >
        {trans.__('Close')}
      </button>
    </div>
  );
}
