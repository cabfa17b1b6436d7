import { useState } from 'react';
import type { ExportEntry } from '../../contract/export.ts';
import type { RowSource } from '../../contract/rows.ts';
import { useApi } from '../app/api-context.tsx';
import { useToasts } from '../app/toasts.tsx';

/** Sends rows to the notebook under a name of the reader's; `onDone` once they are on disk. */
export function useRowsExport(tell: (rows: number) => string, onDone: () => void) {
  const api = useApi();
  const toasts = useToasts();
  const [name, setName] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const send = async (source: RowSource): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const entry = await api.json<ExportEntry>('api/exports', {
        method: 'POST',
        body: { source, ...(name.trim() !== '' && { name: name.trim() }) }
      });
      onDone();
      toasts.show({
        kind: 'done',
        message: tell(entry.rows),
        code: 'df = session.exports[-1]'
      });
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return { name, setName, isBusy, error, send };
}
