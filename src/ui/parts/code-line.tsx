import { useState } from 'react';
import { useHost } from '../app/host-context.tsx';
import { useAnnounce } from '../app/announcer.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from './action-button.tsx';
import { PART_MESSAGES } from './part-messages.ts';
import { PythonCode } from './python-code.tsx';
import { useCopy } from './use-copy.ts';

/** How long a button says that it worked. */
const DONE_MS = 1500;

/** Code to take to the notebook: *Copy* everywhere, *Insert into cell* where the host takes it. */
export function CodeLine({
  code,
  label,
  isCompact = false
}: {
  code: string;
  label: string;
  isCompact?: boolean;
}) {
  const t = useTranslate(PART_MESSAGES);
  const host = useHost();
  const announce = useAnnounce();
  const copy = useCopy();
  const [done, setDone] = useState<'copied' | 'inserted' | undefined>();
  const tell = (what: 'copied' | 'inserted') => {
    setDone(what);
    setTimeout(() => setDone(undefined), DONE_MS);
  };
  return (
    <div className={isCompact ? 'code code-compact' : 'code'} role="group" aria-label={label}>
      <pre tabIndex={0}>
        <PythonCode code={code} />
      </pre>
      <div className="code-actions">
        {host.canTalk && (
          <ActionButton
            label={done === 'inserted' ? t('inserted') : t('insert')}
            icon={done === 'inserted' ? 'check' : 'insert'}
            isIconOnly
            onPress={() => {
              host.insertCode(code);
              announce(t('inserted'));
              tell('inserted');
            }}
          />
        )}
        <ActionButton
          label={done === 'copied' ? t('copied') : t('copy')}
          icon={done === 'copied' ? 'check' : 'copy'}
          isIconOnly
          onPress={() => void copy(code).then(worked => worked && tell('copied'))}
        />
      </div>
    </div>
  );
}
