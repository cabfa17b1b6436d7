import type { SessionState } from '../../contract/session.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { useExports } from '../app/queries.ts';
import { CodeLine } from '../parts/code-line.tsx';
import { nextSteps } from './code-samples.ts';
import { HOME_MESSAGES } from './home-messages.ts';

/** The line of code for each next step, to copy or to put into a cell. */
export function NextSteps({
  session,
  failedSpans
}: {
  session: SessionState;
  failedSpans: number;
}) {
  const t = useTranslate(HOME_MESSAGES);
  const { data: entries } = useExports();
  return (
    <aside className="next-steps" aria-labelledby="home-next">
      <h2 id="home-next">{t('nextSteps')}</h2>
      <ul>
        {nextSteps(session, entries?.length ?? 0, failedSpans).map(({ step, code }) => (
          <li key={step}>
            <p>{t(step)}</p>
            <CodeLine code={code} label={t(step)} />
          </li>
        ))}
      </ul>
    </aside>
  );
}
