import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { useHost } from '../app/host-context.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import { useTheme } from '../app/theme-context.tsx';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import { ActionButton, KeyCaps } from '../parts/action-button.tsx';
import { Icon } from '../parts/icon.tsx';
import { useCopy } from '../parts/use-copy.ts';
import { SHELL_MESSAGES } from './shell-messages.ts';

/** The theme is the reader's choice only where no host gives one. */
export function MoreMenu({ onShowKeys }: { onShowKeys: () => void }) {
  const t = useTranslate(SHELL_MESSAGES);
  const { theme } = useTheme();
  const host = useHost();
  const chosen = useViewState('theme');
  const { update } = useNavigation();
  const copy = useCopy();
  const other = theme === 'dark' ? 'light' : 'dark';
  const isOurTheme = host.theme === null;
  return (
    <MenuTrigger>
      <ActionButton label={t('more')} icon="more" isIconOnly />
      <Popover className="popover" placement="bottom end">
        <Menu className="menu" aria-label={t('more')}>
          {isOurTheme && (
            <MenuItem className="menu-item" onAction={() => update({ theme: other })}>
              <Icon name={other === 'dark' ? 'moon' : 'sun'} />
              {t(other === 'dark' ? 'toDark' : 'toLight')}
            </MenuItem>
          )}
          {isOurTheme && chosen !== undefined && (
            <MenuItem className="menu-item" onAction={() => update({ theme: undefined })}>
              <span className="menu-blank" />
              {t('systemTheme')}
            </MenuItem>
          )}
          <MenuItem className="menu-item" onAction={onShowKeys}>
            <Icon name="keyboard" />
            {t('keys')}
            <KeyCaps keys="?" />
          </MenuItem>
          <MenuItem className="menu-item" onAction={() => void copy(location.href)}>
            <Icon name="link" />
            {t('copyLink')}
          </MenuItem>
          {host.kind === 'frame' && (
            <MenuItem className="menu-item" href={location.href} target="_blank">
              <Icon name="open" />
              {t('openBrowserTab')}
            </MenuItem>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
