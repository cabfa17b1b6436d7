import { useState } from 'react';
import type { Project } from '../../contract/traces.ts';
import { useApi } from '../app/api-context.tsx';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useProjects } from '../app/queries.ts';
import { useToasts } from '../app/toasts.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { ModalDialog } from '../parts/modal-dialog.tsx';
import { DeletionProgress } from './deletion-progress.tsx';
import { TRACES_MESSAGES } from './traces-messages.ts';

const MB = 1_000_000;

/** What is deleted when it is asked for: nothing goes by itself. Every deletion is pressed twice. */
type Deletion = 'days' | 'bytes' | { project: string };

/** Which traces are kept: by age, by size, by project. */
export function KeepDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useTranslate(TRACES_MESSAGES);
  return (
    <ModalDialog title={t('keepTitle')} isOpen={isOpen} onClose={onClose}>
      <KeepForm />
    </ModalDialog>
  );
}

function KeepForm() {
  const t = useTranslate(TRACES_MESSAGES);
  const { data: projects = [] } = useProjects();
  const [days, setDays] = useState(30);
  const [megabytes, setMegabytes] = useState(1000);
  const { asked, isBusy, press } = useDeletion({
    days: { maxDays: days },
    bytes: { maxBytes: Math.round(megabytes * MB) }
  });
  const labelOf = (deletion: 'days' | 'bytes') =>
    asked === deletion ? t('keepReally') : t('deleteYes');
  return (
    <div className="keep-form">
      <p className="muted">{t('keepWhat')}</p>
      <label>
        {t('keepDays')}
        <input
          className="field"
          type="number"
          min={0}
          value={days}
          onChange={event => setDays(Math.max(0, event.target.valueAsNumber || 0))}
        />
        <ActionButton
          label={labelOf('days')}
          kind={asked === 'days' ? 'danger' : 'outline'}
          isDisabled={isBusy}
          onPress={() => press('days')}
        />
      </label>
      <label>
        {t('keepBytes')}
        <input
          className="field"
          type="number"
          min={1}
          value={megabytes}
          onChange={event => setMegabytes(Math.max(1, event.target.valueAsNumber || 1))}
        />
        <ActionButton
          label={labelOf('bytes')}
          kind={asked === 'bytes' ? 'danger' : 'outline'}
          isDisabled={isBusy}
          onPress={() => press('bytes')}
        />
      </label>
      <h3>{t('project')}</h3>
      <ul>
        {projects.map(project => (
          <ProjectLine
            key={project.name}
            project={project}
            isAsked={typeof asked === 'object' && asked.project === project.name}
            isBusy={isBusy}
            onPress={() => press({ project: project.name })}
          />
        ))}
      </ul>
      {isBusy && <DeletionProgress />}
      <p className="muted">{t('keepPrices')}</p>
    </div>
  );
}

function ProjectLine({
  project: { name, traces, spans },
  isAsked,
  isBusy,
  onPress
}: {
  project: Project;
  isAsked: boolean;
  isBusy: boolean;
  onPress: () => void;
}) {
  const t = useTranslate(TRACES_MESSAGES);
  const format = useFormat();
  return (
    <li>
      <strong>{name}</strong>
      <span className="muted">
        {t('keepProject', { traces: format.number(traces), spans: format.number(spans) })}
      </span>
      <ActionButton
        label={isAsked ? t('keepReally') : t('keepDelete', { name })}
        {...(isAsked ? { kind: 'danger' as const } : { icon: 'trash' as const, isIconOnly: true })}
        isDisabled={isBusy}
        onPress={onPress}
      />
    </li>
  );
}

/** The first press asks, the second deletes and says how much went. */
function useDeletion(rules: Record<'days' | 'bytes', object>) {
  const t = useTranslate(TRACES_MESSAGES);
  const api = useApi();
  const toasts = useToasts();
  const [asked, setAsked] = useState<Deletion>();
  const [isBusy, setBusy] = useState(false);
  const run = async (deletion: Deletion) => {
    setBusy(true);
    try {
      const { traces } =
        typeof deletion === 'object'
          ? await api.json<{ traces: number }>(
              `api/projects/${encodeURIComponent(deletion.project)}`,
              { method: 'DELETE' }
            )
          : await api.json<{ traces: number }>('api/traces/prune', {
              method: 'POST',
              body: rules[deletion]
            });
      toasts.show({ kind: 'done', message: t('deleted', { count: traces }) });
    } catch (error) {
      toasts.fail(error);
    }
    setAsked(undefined);
    setBusy(false);
  };
  return {
    asked,
    isBusy,
    press: (deletion: Deletion) => {
      if (JSON.stringify(asked) === JSON.stringify(deletion)) {
        void run(deletion);
      } else {
        setAsked(deletion);
      }
    }
  };
}
