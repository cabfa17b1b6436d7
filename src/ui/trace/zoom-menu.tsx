import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { useTranslate } from '../app/locale-context.tsx';
import { ActionButton, KeyCaps } from '../parts/action-button.tsx';
import { TRACE_MESSAGES } from './trace-messages.ts';
import type { TreeState } from './use-tree-state.ts';
import { useZoomActions } from './use-zoom-actions.ts';

/** How close the waterfall looks, for those who neither draw on its axis nor turn a wheel. */
export function ZoomMenu({ state }: { state: TreeState }) {
  const t = useTranslate(TRACE_MESSAGES);
  const actions = useZoomActions(state);
  return (
    <MenuTrigger>
      <ActionButton
        label={t('zoom')}
        description={t('zoomHow')}
        icon="zoom"
        isIconOnly
        isPressed={state.zoom !== undefined}
      />
      <Popover className="popover" placement="bottom end">
        <Menu className="menu" aria-label={t('zoom')}>
          {actions.map(({ keys, label, run }) => (
            <MenuItem key={keys} className="menu-item" textValue={label} onAction={run}>
              {label}
              <KeyCaps keys={keys} />
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
