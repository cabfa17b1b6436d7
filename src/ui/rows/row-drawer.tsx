import { useEffect, useRef, useState } from 'react';
import type { Cell, RowsColumn } from '../../contract/rows.ts';
import type { DatasetRole } from '../../contract/session.ts';
import { useApi } from '../app/api-context.tsx';
import { useKeys } from '../app/keyboard-context.tsx';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { DatasetMark } from '../parts/dataset-mark.tsx';
import { FailureState, Loading } from '../parts/states.tsx';
import { useCopy } from '../parts/use-copy.ts';
import { CellView, copyTextOf, embeddingOf, mediaPath, TINY_PX } from './cell-view.tsx';
import { ROWS_MESSAGES } from './rows-messages.ts';
import { type RowsRequest, useWholeRow } from './use-rows.ts';

interface Props {
  request: RowsRequest;
  /** Place in the table as it is sorted and searched. */
  index: number;
  count: number;
  onGo: (index: number) => void;
  onClose: () => void;
}

/** More fields than this get a search and are cut until it is used: two thousand features are no reading matter. */
const MANY_FIELDS = 60;

/** One row in full, beside the table. */
export function RowDrawer({ request, index, count, onGo, onClose }: Props) {
  const t = useTranslate(ROWS_MESSAGES);
  const { data, isError, error, refetch } = useWholeRow(request, index);
  const row = data?.rows[0];
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    body.current?.scrollTo({ top: 0 });
  }, [index]);
  useKeys([{ keys: 'Escape', label: t('closeRow'), isOver: true, run: onClose }]);
  return (
    <aside
      className="drawer"
      aria-label={row && t('rowOf', { row: row.row, dataset: t(row.dataset) })}
    >
      <header className="drawer-head">
        {row && <DatasetMark role={row.dataset} />}
        <h2>{row ? t('rowOf', { row: row.row, dataset: t(row.dataset) }) : t('row')}</h2>
        <span className="bar-space" />
        <ActionButton
          label={t('previous')}
          icon="up"
          keys="k"
          isIconOnly
          isDisabled={index === 0}
          onPress={() => onGo(index - 1)}
        />
        <ActionButton
          label={t('next')}
          icon="down"
          keys="j"
          isIconOnly
          isDisabled={index >= count - 1}
          onPress={() => onGo(index + 1)}
        />
        <ActionButton
          label={t('closeRow')}
          icon="close"
          keys="Escape"
          isIconOnly
          onPress={onClose}
        />
      </header>
      <div className="drawer-body" ref={body}>
        {isError && <FailureState error={error} onRetry={() => void refetch()} />}
        {!data && !isError && <Loading what={t('row')} rows={8} />}
        {row && <Fields columns={data.columns} cells={row.cells} owner={row} />}
      </div>
    </aside>
  );
}

interface FieldsProps {
  columns: readonly RowsColumn[];
  cells: readonly Cell[];
  owner: { dataset: DatasetRole; row: number };
}

function Fields({ columns, cells, owner }: FieldsProps) {
  const t = useTranslate(ROWS_MESSAGES);
  const [text, setText] = useState('');
  const needle = text.toLocaleLowerCase();
  const found = columns
    .map((column, i) => ({ column, cell: cells[i] ?? null }))
    .filter(({ column }) => `${column.name} ${column.role}`.toLocaleLowerCase().includes(needle));
  return (
    <>
      {columns.length > MANY_FIELDS && (
        <input
          className="field"
          type="search"
          aria-label={t('findField')}
          placeholder={t('findField')}
          value={text}
          onChange={event => setText(event.target.value)}
        />
      )}
      <dl className="fields">
        {found.slice(0, needle === '' ? MANY_FIELDS : 4 * MANY_FIELDS).map(({ column, cell }) => (
          <Field key={column.name} column={column} cell={cell} owner={owner} />
        ))}
      </dl>
    </>
  );
}

function Field({
  column,
  cell,
  owner
}: {
  column: RowsColumn;
  cell: Cell;
  owner: FieldsProps['owner'];
}) {
  const t = useTranslate(ROWS_MESSAGES);
  const format = useFormat();
  const copy = useCopy();
  return (
    <div className="field-line">
      <dt title={column.role}>
        {column.name} <span className="muted">{column.role}</span>
      </dt>
      <dd className={`cell-${column.kind}`}>
        {column.kind === 'link' && cell !== null ? (
          <Media link={String(cell)} column={column} owner={owner} />
        ) : (
          <CellView cell={cell} column={column} format={format} owner={undefined} isWhole />
        )}
        {cell !== null && (
          <ActionButton
            label={t('copyCell')}
            icon="copy"
            isIconOnly
            onPress={() => void copy(copyTextOf(cell))}
          />
        )}
      </dd>
    </div>
  );
}

const KINDS = [
  ['image', /^data:image\/|\.(?:png|jpe?g|gif|webp|bmp|svg|avif|ico)$/i],
  ['audio', /^data:audio\/|\.(?:mp3|wav|ogg|flac|m4a|aac)$/i],
  ['video', /^data:video\/|\.(?:mp4|webm|mov|m4v|ogv)$/i]
] as const;

function Media({
  link,
  column,
  owner
}: {
  link: string;
  column: RowsColumn;
  owner: FieldsProps['owner'];
}) {
  const t = useTranslate(ROWS_MESSAGES);
  const api = useApi();
  const [broken, setBroken] = useState<string>();
  const [isTiny, setTiny] = useState(false);
  const embedding = embeddingOf(column);
  const isRemote = /^https?:\/\//i.test(link);
  if (isRemote) {
    return (
      <a href={link} target="_blank" rel="noreferrer noopener">
        {link}
      </a>
    );
  }
  const source = embedding === undefined ? undefined : api.url(mediaPath(owner, embedding));
  const kind = KINDS.find(([, pattern]) => pattern.test(link))?.[0];
  if (source === undefined || kind === undefined || broken === source) {
    return <span className="media-link">{link.slice(0, 300)}</span>;
  }
  const fail = () => setBroken(source);
  switch (kind) {
    case 'image':
      return (
        <img
          className="media"
          src={source}
          alt={t('image', { row: owner.row })}
          data-tiny={isTiny}
          onLoad={({ currentTarget }) => setTiny(currentTarget.naturalHeight < TINY_PX)}
          onError={fail}
        />
      );
    case 'audio':
      return (
        <audio
          className="media"
          src={source}
          controls
          aria-label={t('audio', { row: owner.row })}
          onError={fail}
        />
      );
    case 'video':
      return (
        <video
          className="media"
          src={source}
          controls
          aria-label={t('video', { row: owner.row })}
          onError={fail}
        />
      );
  }
}
