import { useState } from 'react';
import type { ExportEntry, ExportFormat } from '../../contract/export.ts';
import type { SpanScope } from '../../contract/traces.ts';
import { useApi } from '../app/api-context.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import { useToasts } from '../app/toasts.tsx';
import { saveFile } from '../parts/save-file.ts';
import { TRACES_MESSAGES } from './traces-messages.ts';

/** What can be done with spans: to the notebook, into a file, away. Every one says what came of it. */
export function useSpansExport(): {
  /** What is under way. */
  busy: 'export' | 'download' | 'delete' | undefined;
  toNotebook: (scope: SpanScope) => Promise<void>;
  download: (scope: SpanScope, format: ExportFormat) => Promise<void>;
  /** Resolves to whether it worked. */
  deleteTraces: (scope: SpanScope) => Promise<boolean>;
} {
  const t = useTranslate(TRACES_MESSAGES);
  const api = useApi();
  const toasts = useToasts();
  const [busy, setBusy] = useState<'export' | 'download' | 'delete'>();
  const run = async (what: NonNullable<typeof busy>, work: () => Promise<void>) => {
    setBusy(what);
    try {
      await work();
      return true;
    } catch (error) {
      toasts.fail(error);
      return false;
    } finally {
      setBusy(undefined);
    }
  };
  return {
    busy,
    toNotebook: async scope => {
      await run('export', async () => {
        const { rows } = await api.json<ExportEntry>('api/exports', {
          method: 'POST',
          body: { source: { kind: 'spans', scope } }
        });
        toasts.show({
          kind: 'done',
          message: t('exported', { count: rows }),
          code: 'spans = session.exports[-1]'
        });
      });
    },
    download: async (scope, format) => {
      await run('download', async () => {
        const file = await api.blob('api/spans/file', { method: 'POST', body: { scope, format } });
        saveFile(file, `spans.${format}`);
      });
    },
    deleteTraces: scope =>
      run('delete', async () => {
        const { traces } = await api.json<{ traces: number }>('api/spans/delete', {
          method: 'POST',
          body: { kind: 'scope', ...scope }
        });
        toasts.show({ kind: 'done', message: t('deleted', { count: traces }) });
      })
  };
}
