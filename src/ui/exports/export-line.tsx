import { useState } from 'react';
import type { ExportEntry, ExportFormat } from '../../contract/export.ts';
import { useApi } from '../app/api-context.tsx';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useToasts } from '../app/toasts.tsx';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { ActionButton } from '../parts/action-button.tsx';
import { CodeLine } from '../parts/code-line.tsx';
import { ModalDialog } from '../parts/modal-dialog.tsx';
import { useNow } from '../parts/use-now.ts';
import { pythonString } from '../parts/python-string.ts';
import { saveFile } from '../parts/save-file.ts';
import { EXPORTS_MESSAGES } from './exports-messages.ts';

const AGE_MS = 20_000;

/** One export; `age` 0 is the newest. */
export function ExportLine({ entry, age }: { entry: ExportEntry; age: number }) {
  const t = useTranslate(EXPORTS_MESSAGES);
  const format = useFormat();
  const now = useNow(AGE_MS);
  const { name, rows, columns, bytes, createdAt } = entry;
  return (
    <li className="export">
      <div className="export-what">
        <h3>
          <span title={name}>{name}</span>
          {age === 0 && <span className="badge">{t('newest')}</span>}
        </h3>
        <p className="muted">
          <span>{t('rows', { count: rows })}</span>
          <span>{t('columns', { count: columns })}</span>
          <span>{format.bytes(bytes)}</span>
          <time dateTime={createdAt} title={format.dateTime(createdAt)}>
            {format.ago(createdAt, now)}
          </time>
        </p>
      </div>
      <CodeLine
        code={`session.exports[${age === 0 ? -1 : pythonString(name)}]`}
        label={t('code', { name })}
        isCompact
      />
      <div className="export-actions">
        <DownloadMenu name={name} />
        <DeleteButton name={name} />
      </div>
    </li>
  );
}

const FORMATS = ['parquet', 'csv', 'arrow'] satisfies ExportFormat[];

function DownloadMenu({ name }: { name: string }) {
  const t = useTranslate(EXPORTS_MESSAGES);
  const api = useApi();
  const toasts = useToasts();
  const [isBusy, setBusy] = useState(false);
  const path = `api/exports/${encodeURIComponent(name)}`;
  const download = async (format: ExportFormat) => {
    setBusy(true);
    try {
      saveFile(await api.blob(`${path}?format=${format}`), `${name}.${format}`);
    } catch (error) {
      toasts.fail(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <MenuTrigger>
      <ActionButton
        label={isBusy ? t('preparing') : t('download')}
        icon="download"
        kind="outline"
        isDisabled={isBusy}
      />
      <Popover className="popover" placement="bottom end">
        <Menu className="menu" aria-label={t('downloadOf', { name })}>
          {FORMATS.map(format =>
            // The file as it lies on disk needs no conversion that could fail: the browser streams it by itself.
            format === 'arrow' ? (
              <MenuItem
                key={format}
                className="menu-item"
                href={api.url(`${path}?format=${format}`)}
                download={`${name}.${format}`}
              >
                {t(format)}
              </MenuItem>
            ) : (
              <MenuItem key={format} className="menu-item" onAction={() => void download(format)}>
                {t(format)}
              </MenuItem>
            )
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

function DeleteButton({ name }: { name: string }) {
  const t = useTranslate(EXPORTS_MESSAGES);
  const api = useApi();
  const toasts = useToasts();
  const [isAsking, setAsking] = useState(false);
  const remove = async () => {
    setAsking(false);
    try {
      await api.json(`api/exports/${encodeURIComponent(name)}`, { method: 'DELETE' });
      toasts.show({ kind: 'done', message: t('deleted', { name }) });
    } catch (error) {
      toasts.fail(error);
    }
  };
  return (
    <>
      <ActionButton
        label={t('deleteOf', { name })}
        icon="trash"
        isIconOnly
        onPress={() => setAsking(true)}
      />
      <ModalDialog
        title={t('deleteTitle', { name })}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
      >
        <p>{t('deleteWhat')}</p>
        <div className="row row-end">
          <ActionButton label={t('deleteNo')} kind="outline" onPress={() => setAsking(false)} />
          <ActionButton
            label={t('deleteYes')}
            kind="danger"
            icon="trash"
            onPress={() => void remove()}
          />
        </div>
      </ModalDialog>
    </>
  );
}
