import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import type { Dimension } from '../../contract/session.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { DatasetMark } from '../parts/dataset-mark.tsx';
import { HOME_MESSAGES } from './home-messages.ts';

const LINE_PX = 28;
/** From here on a list wants a search field. */
const MANY = 12;

/** Every scalar column with its role and type; thousands of them scroll in a box of their own. */
export function DimensionList({ dimensions }: { dimensions: readonly Dimension[] }) {
  const t = useTranslate(HOME_MESSAGES);
  const [text, setText] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const needle = text.toLocaleLowerCase();
  const found = dimensions.filter(({ name, type, dataType }) =>
    `${name} ${type} ${dataType}`.toLocaleLowerCase().includes(needle)
  );
  const virtual = useVirtualizer({
    count: found.length,
    getScrollElement: () => list.current,
    estimateSize: () => LINE_PX,
    overscan: 8
  });
  return (
    <section aria-labelledby="home-dimensions">
      <div className="section-head">
        <h2 id="home-dimensions">
          {t('dimensions')} <span className="count">{dimensions.length}</span>
        </h2>
        {dimensions.length > MANY && (
          <input
            className="field"
            type="search"
            aria-label={t('findDimension')}
            placeholder={t('findDimension')}
            value={text}
            onChange={event => setText(event.target.value)}
          />
        )}
      </div>
      {dimensions.length === 0 ? (
        <p className="muted">{t('noDimensions')}</p>
      ) : (
        <div
          className="dimensions"
          role="table"
          aria-label={t('dimensions')}
          aria-rowcount={found.length + 1}
        >
          <div className="dimension dimension-head" role="row" aria-rowindex={1}>
            <span role="columnheader">{t('name')}</span>
            <span role="columnheader">{t('role')}</span>
            <span role="columnheader">{t('dataType')}</span>
            <span role="columnheader">{t('presentIn')}</span>
          </div>
          <div
            className="dimensions-scroll"
            ref={list}
            role="rowgroup"
            tabIndex={0}
            aria-label={t('dimensions')}
          >
            <div
              role="presentation"
              style={{ height: virtual.getTotalSize(), position: 'relative' }}
            >
              {virtual.getVirtualItems().map(({ index, start }) => {
                const dimension = found[index];
                return (
                  dimension && (
                    <DimensionLine
                      key={dimension.name}
                      dimension={dimension}
                      index={index}
                      start={start}
                    />
                  )
                );
              })}
            </div>
            {found.length === 0 && <p className="muted dimension-none">{t('noDimension')}</p>}
          </div>
        </div>
      )}
    </section>
  );
}

function DimensionLine({
  dimension,
  index,
  start
}: {
  dimension: Dimension;
  index: number;
  start: number;
}) {
  const t = useTranslate(HOME_MESSAGES);
  const { name, type, dataType, datasets } = dimension;
  return (
    <div
      className="dimension dimension-line"
      role="row"
      aria-rowindex={index + 2}
      style={{ transform: `translateY(${start}px)` }}
    >
      <span role="cell" className="dimension-name" title={name}>
        {name}
      </span>
      <span role="cell">{t(type)}</span>
      <span role="cell">{t(dataType)}</span>
      <span role="cell" className="dimension-in">
        {datasets.map(role => (
          <span key={role} title={t(role)}>
            <DatasetMark role={role} size={9} />
            <span className="visually-hidden">{t(role)}</span>
          </span>
        ))}
      </span>
    </div>
  );
}
