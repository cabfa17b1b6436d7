import { DATASET_ROLES } from '../../contract/session.ts';
import { useHost } from '../app/host-context.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import { useSession } from '../app/queries.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { DatasetMark } from '../parts/dataset-mark.tsx';
import { MoreMenu } from './more-menu.tsx';
import { PlaceLinks } from './place-links.tsx';
import { Logo } from './rail.tsx';
import { SHELL_MESSAGES } from './shell-messages.ts';

/** The first line of the page: whose session, the places (in a frame), the data sets, and what is always at hand. */
export function Bar({ onGo, onShowKeys }: { onGo: () => void; onShowKeys: () => void }) {
  const t = useTranslate(SHELL_MESSAGES);
  const host = useHost();
  const { data: session } = useSession();
  return (
    <header className="bar">
      {host.kind === 'frame' && <Logo />}
      <h1 className="bar-name" title={session?.notebook ?? session?.name}>
        {session?.name ?? t('product')}
      </h1>
      {host.kind === 'frame' && <PlaceLinks className="bar-tabs" />}
      <span className="bar-space" />
      <ul className="bar-marks" aria-label={t('loaded')}>
        {DATASET_ROLES.filter(role => session?.datasets[role]).map(role => (
          <li key={role} title={`${t(role)}: ${session?.datasets[role]?.name ?? ''}`}>
            <DatasetMark role={role} />
            <span>{t(role)}</span>
          </li>
        ))}
      </ul>
      <ActionButton label={t('goAnywhere')} icon="search" isIconOnly keys="Mod+k" onPress={onGo} />
      {host.canTalk && (
        <ActionButton label={t('openTab')} icon="open" isIconOnly onPress={host.openTab} />
      )}
      <MoreMenu onShowKeys={onShowKeys} />
    </header>
  );
}
