import { useEffect, useRef } from 'react';
import type { Job } from '../../contract/map.ts';
import { useAnnounce } from '../app/announcer.tsx';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { useNow } from '../parts/use-now.ts';
import { useWait } from '../parts/use-wait.ts';
import { MAP_MESSAGES } from './map-messages.ts';

const STAGES = ['sample', 'neighbors', 'layout', 'clusters', 'names'] as const;

/** Stage, bar, time so far and to come, and a way out. Nothing for the first moment, so that quick jobs do not flash. */
export function JobProgress({ job, onCancel }: { job: Job; onCancel: () => void }) {
  const t = useTranslate(MAP_MESSAGES);
  const format = useFormat();
  const announce = useAnnounce();
  const { wait } = useWait(true);
  const { stage, done, total, remainingMs } = job;
  const elapsedMs = useElapsed(job);
  const name = t(`stage_${stage}`);
  useEffect(() => {
    announce(t('announceStage', { stage: name }));
  }, [announce, t, name]);
  if (wait === 'quiet' || wait === 'none') {
    return null;
  }
  const reached = STAGES.findIndex(other => other === stage);
  return (
    <section className="job" aria-label={t('working')}>
      <ol className="job-stages">
        {STAGES.map((other, i) => (
          <li
            key={other}
            data-state={i < reached ? 'done' : i === reached ? 'now' : 'later'}
            aria-current={i === reached ? 'step' : undefined}
          >
            {t(`stage_${other}`)}
          </li>
        ))}
      </ol>
      <progress
        className="job-bar"
        aria-label={name}
        {...(total > 0 && { max: total, value: done })}
      />
      <p className="job-words">
        <span>{total > 0 ? t('stageOf', { stage: name, done, total }) : name}</span>
        <span>{t('elapsed', { time: format.duration(Math.round(elapsedMs / 100) * 100) })}</span>
        {remainingMs !== null && (
          <span>
            {t('remaining', {
              time: format.duration(Math.max(1000, Math.round(remainingMs / 1000) * 1000))
            })}
          </span>
        )}
        <ActionButton label={t('cancel')} kind="outline" icon="close" onPress={onCancel} />
      </p>
    </section>
  );
}

/** Events come with stages; between them the clock goes on. */
function useElapsed({ id, elapsedMs }: Job): number {
  const now = useNow(250);
  const told = useRef({ key: '', at: 0 });
  const key = `${id}/${elapsedMs}`;
  if (told.current.key !== key) {
    told.current = { key, at: Date.now() };
  }
  return elapsedMs + Math.max(0, now - told.current.at);
}
