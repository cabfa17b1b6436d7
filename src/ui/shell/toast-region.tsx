import { useEffect, useState } from 'react';
import type { Toast } from '../app/toasts.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { CodeLine } from '../parts/code-line.tsx';
import { Icon } from '../parts/icon.tsx';
import { PART_MESSAGES } from '../parts/part-messages.ts';

/** Time to read a line; one with code to copy stays longer, a failure until it is dismissed. */
const READ_MS = 6000;
const CODE_MS = 12_000;

interface Props {
  toasts: readonly Toast[];
  onDismiss: (id: number) => void;
}

export function ToastRegion({ toasts, onDismiss }: Props) {
  const failures = toasts.filter(({ kind }) => kind === 'failed');
  const others = toasts.filter(({ kind }) => kind !== 'failed');
  return (
    <div className="toasts">
      <div role="alert" aria-live="assertive">
        {failures.map(toast => (
          <ToastCard key={toast.id} toast={toast} onDismiss={onDismiss} />
        ))}
      </div>
      <div role="status" aria-live="polite">
        {others.map(toast => (
          <ToastCard key={toast.id} toast={toast} onDismiss={onDismiss} />
        ))}
      </div>
    </div>
  );
}

function ToastCard({ toast, onDismiss }: { toast: Toast; onDismiss: (id: number) => void }) {
  const t = useTranslate(PART_MESSAGES);
  const [isHeld, setHeld] = useState(false);
  const { id, kind, message, hint, code, action } = toast;
  useEffect(() => {
    if (kind === 'failed' || isHeld) {
      return;
    }
    const timer = setTimeout(() => onDismiss(id), code === undefined ? READ_MS : CODE_MS);
    return () => clearTimeout(timer);
  }, [id, kind, code, isHeld, onDismiss]);
  return (
    <div
      className={`toast toast-${kind}`}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon name={kind === 'failed' ? 'warning' : 'check'} />
      <div className="toast-body">
        <p>{message}</p>
        {hint !== undefined && <p className="muted">{hint}</p>}
        {code !== undefined && <CodeLine code={code} label={message} isCompact />}
      </div>
      {action && (
        <ActionButton
          label={action.label}
          kind="outline"
          onPress={() => {
            action.run();
            onDismiss(id);
          }}
        />
      )}
      <ActionButton label={t('dismiss')} icon="close" isIconOnly onPress={() => onDismiss(id)} />
    </div>
  );
}
