import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { useAnnounce } from '../app/announcer.tsx';
import { useHost } from '../app/host-context.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import { useToasts } from '../app/toasts.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { Icon } from '../parts/icon.tsx';
import { useCopy } from '../parts/use-copy.ts';
import type { DrawSvg } from './chart-context.ts';
import { CHART_MESSAGES } from './chart-messages.ts';
import { useCopyPicture } from './use-copy-picture.ts';

/** What can be taken from a picture: itself, the Python that gives the same numbers, the numbers. */
export function ChartMenu({
  title,
  draw,
  python,
  isTable,
  onTable,
  readGround
}: {
  title: string;
  /** Undefined while there is no picture, e.g. where the table stands in its place. */
  draw: DrawSvg | undefined;
  /** The call that gives the same numbers in the notebook. */
  python: string | undefined;
  isTable: boolean;
  /** Absent: the picture has no table. */
  onTable: ((isTable: boolean) => void) | undefined;
  readGround: () => string;
}) {
  const t = useTranslate(CHART_MESSAGES);
  const host = useHost();
  const copy = useCopy();
  const copyPicture = useCopyPicture();
  const announce = useAnnounce();
  const toasts = useToasts();
  const withPicture = (use: (svg: string) => void) => {
    const svg = draw?.();
    if (svg === undefined) {
      toasts.show({ kind: 'note', message: t('noPicture') });
    } else {
      use(svg);
    }
  };
  return (
    <MenuTrigger>
      <ActionButton label={t('picture', { title })} icon="more" isIconOnly className="chart-more" />
      <Popover className="popover" placement="bottom end">
        <Menu className="menu" aria-label={t('picture', { title })}>
          {draw && (
            <MenuItem
              className="menu-item"
              onAction={() => withPicture(svg => void copyPicture(svg, readGround(), title))}
            >
              <Icon name="picture" />
              {t('copyPng')}
            </MenuItem>
          )}
          {draw && (
            <MenuItem className="menu-item" onAction={() => withPicture(svg => void copy(svg))}>
              <Icon name="copy" />
              {t('copySvg')}
            </MenuItem>
          )}
          {python !== undefined && (
            <MenuItem className="menu-item" onAction={() => void copy(python)}>
              <Icon name="code" />
              {t('copyPython')}
            </MenuItem>
          )}
          {python !== undefined && host.canTalk && (
            <MenuItem
              className="menu-item"
              onAction={() => {
                host.insertCode(python);
                announce(t('inserted'));
              }}
            >
              <Icon name="insert" />
              {t('insertPython')}
            </MenuItem>
          )}
          {onTable && (
            <MenuItem className="menu-item" onAction={() => onTable(!isTable)}>
              <Icon name={isTable ? 'signals' : 'rows'} />
              {isTable ? t('showChart') : t('showTable')}
            </MenuItem>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
