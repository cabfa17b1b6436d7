import { useState } from 'react';
import type { Cell, RowsColumn } from '../../contract/rows.ts';
import type { DatasetRole } from '../../contract/session.ts';
import { useApi } from '../app/api-context.tsx';
import type { Format } from '../app/format.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { ROWS_MESSAGES } from './rows-messages.ts';

/** A cell as text for the clipboard: numbers in full, nothing for a missing value. */
export function copyTextOf(cell: Cell): string {
  return cell === null ? '' : String(cell);
}

/** A cell as the table shows it. */
export function CellView({
  cell,
  column,
  format,
  owner,
  isWhole = false
}: {
  cell: Cell;
  column: RowsColumn;
  format: Format;
  owner: { dataset: DatasetRole; row: number } | undefined;
  /** With every digit there is. */
  isWhole?: boolean;
}) {
  const t = useTranslate(ROWS_MESSAGES);
  if (cell === null) {
    return <span className="cell-null">{t('null')}</span>;
  }
  switch (column.kind) {
    case 'number':
      return typeof cell === 'number' ? format.number(cell, isWhole ? 17 : 6) : String(cell);
    case 'time':
      return typeof cell === 'string' ? (
        <time dateTime={cell}>{readableTime(cell, isWhole)}</time>
      ) : (
        String(cell)
      );
    case 'link':
      return owner ? <LinkCell link={String(cell)} column={column} owner={owner} /> : String(cell);
    case 'text':
    case 'boolean':
    case 'vector':
    case 'list':
      return cell === '' ? <span className="cell-null">{t('emptyText')}</span> : String(cell);
  }
}

/** ISO 8601 is exact and sorts; what carries nothing goes: the `T`, zeros at the end of a fraction. */
function readableTime(iso: string, isWhole: boolean): string {
  const [, whole = iso, fraction = '', zone = ''] =
    /^(.*?)(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)?$/.exec(iso) ?? [];
  const digits = (isWhole ? fraction : fraction.slice(0, 3)).replace(/0+$/, '');
  return `${whole.replace('T', ' ')}${digits === '' ? '' : `.${digits}`}${zone}`;
}

/** Images of a few pixels (handwritten digits) are enlarged as squares, not as a blur. */
export const TINY_PX = 33;

const IMAGE = /^data:image\/|\.(?:png|jpe?g|gif|webp|bmp|svg|avif|ico)(?:[?#].*)?$/i;
const REMOTE = /^https?:\/\//i;

/** Images of this machine as thumbnails; an address on the network is only ever a link to follow. */
function LinkCell({
  link,
  column,
  owner
}: {
  link: string;
  column: RowsColumn;
  owner: { dataset: DatasetRole; row: number };
}) {
  const t = useTranslate(ROWS_MESSAGES);
  const api = useApi();
  const [isBroken, setBroken] = useState(false);
  const [isTiny, setTiny] = useState(false);
  if (REMOTE.test(link)) {
    return (
      <a
        href={link}
        target="_blank"
        rel="noreferrer noopener"
        tabIndex={-1}
        onClick={event => event.stopPropagation()}
      >
        {link}
      </a>
    );
  }
  const embedding = embeddingOf(column);
  if (embedding === undefined || isBroken || !IMAGE.test(link)) {
    return <>{link}</>;
  }
  return (
    <img
      className="thumbnail"
      src={api.url(mediaPath(owner, embedding))}
      alt={t('image', { row: owner.row })}
      loading="lazy"
      decoding="async"
      onLoad={({ currentTarget }) => setTiny(currentTarget.naturalHeight < TINY_PX)}
      data-tiny={isTiny}
      onError={() => setBroken(true)}
    />
  );
}

export function mediaPath(
  { dataset, row }: { dataset: DatasetRole; row: number },
  embedding: string
): string {
  return `api/media/${dataset}/${row}?embedding=${encodeURIComponent(embedding)}`;
}

/** The embedding a column belongs to; its role says it too, as JSON: `link of "digits"`. */
export function embeddingOf({ embedding, role }: RowsColumn): string | undefined {
  if (embedding !== undefined) {
    return embedding;
  }
  const written = / of (".*")$/s.exec(role)?.[1];
  return written === undefined ? undefined : (JSON.parse(written) as string);
}
