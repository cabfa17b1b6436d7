import { useState } from 'react';
import type { Card, Cell } from '../../contract/rows.ts';
import { useApi } from '../app/api-context.tsx';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { DatasetMark } from '../parts/dataset-mark.tsx';
import { Icon } from '../parts/icon.tsx';
import type { LegendGroup } from './legend.ts';
import { MAP_MESSAGES } from './map-messages.ts';

/** Columns a hover card has room for. */
const FEW = 4;
const TEXT_LENGTH = 220;

/** Picture, sound or film of a row. Sound never plays by itself. */
function Media({ card, isWhole }: { card: Card; isWhole: boolean }) {
  const t = useTranslate(MAP_MESSAGES);
  const api = useApi();
  const [failed, setFailed] = useState<string | null>(null);
  const { link, id } = card;
  if (!link) {
    return null;
  }
  const { kind, from, href } = link;
  if (from === 'remote' || kind === 'other' || failed === href) {
    return isWhole || failed === href ? (
      <p className="card-link">
        <Icon name="link" size={13} />
        {from === 'remote' ? (
          <a href={href} target="_blank" rel="noreferrer noopener">
            {href}
          </a>
        ) : (
          <span>{failed === href ? t('noImage') : href}</span>
        )}
      </p>
    ) : null;
  }
  const source = api.url(href);
  if (kind === 'image') {
    return (
      <img
        className="card-image"
        src={source}
        alt={t('image', { id })}
        onError={() => setFailed(href)}
      />
    );
  }
  if (!isWhole) {
    return null;
  }
  return kind === 'audio' ? (
    <audio
      className="card-audio"
      controls
      preload="none"
      src={source}
      onError={() => setFailed(href)}
    />
  ) : (
    <video
      className="card-image"
      controls
      preload="metadata"
      src={source}
      onError={() => setFailed(href)}
    />
  );
}

function Words({ label, text, isWhole }: { label: string | null; text: string; isWhole: boolean }) {
  const shown = isWhole || text.length <= TEXT_LENGTH ? text : `${text.slice(0, TEXT_LENGTH)}…`;
  return (
    <div className="card-words">
      {label !== null && <h4>{label}</h4>}
      <p>{shown}</p>
    </div>
  );
}

function Labels({ card }: { card: Card }) {
  const t = useTranslate(MAP_MESSAGES);
  const format = useFormat();
  const { predictionLabel, predictionScore, actualLabel, actualScore, correctness } = card;
  const side = (label: string | null, score: number | null) =>
    [label, score === null ? null : format.number(score, 3)]
      .filter(part => part !== null)
      .join(' · ');
  const lines = [
    { name: t('predicted'), value: side(predictionLabel, predictionScore) },
    { name: t('actualLabel'), value: side(actualLabel, actualScore) }
  ].filter(({ value }) => value !== '');
  if (lines.length === 0) {
    return null;
  }
  return (
    <dl className="card-labels">
      {lines.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      {correctness !== 'unknown' && (
        <span className={`card-verdict card-${correctness}`}>
          <Icon name={correctness === 'correct' ? 'check' : 'close'} size={12} />
          {t(correctness)}
        </span>
      )}
    </dl>
  );
}

/** What a point says: on hover in short, in the side panel in full. */
export function CardView({
  card,
  group,
  isWhole = false
}: {
  card: Card;
  /** The group it is colored by. */
  group?: LegendGroup | undefined;
  isWhole?: boolean;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const format = useFormat();
  const [isLong, setLong] = useState(false);
  const { dataset, id, timestamp, text, prompt, response, dimensions } = card;
  const filled = isWhole ? dimensions : dimensions.filter(({ value }) => value !== null);
  const shown = isLong ? filled : filled.slice(0, isWhole ? 24 : FEW);
  return (
    <article className="point-card">
      <header className="card-head">
        <DatasetMark role={dataset} />
        <span className="card-id">{id}</span>
        {timestamp !== null && <time dateTime={timestamp}>{format.dateTime(timestamp)}</time>}
      </header>
      <Media card={card} isWhole={isWhole} />
      {prompt !== null && <Words label={t('prompt')} text={prompt} isWhole={isWhole} />}
      {response !== null && <Words label={t('response')} text={response} isWhole={isWhole} />}
      {text !== null && text !== prompt && <Words label={null} text={text} isWhole={isWhole} />}
      <Labels card={card} />
      {shown.length > 0 && (
        <dl className="card-values">
          {shown.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{written(value, format)}</dd>
            </div>
          ))}
        </dl>
      )}
      {filled.length > shown.length && isWhole && (
        <button type="button" className="button card-more" onClick={() => setLong(true)}>
          {t('moreValues', { count: filled.length - shown.length })}
        </button>
      )}
      {group && !isWhole && (
        <footer className="card-foot">
          {group.role ? (
            <DatasetMark role={group.role} />
          ) : (
            <span className="legend-swatch" style={{ background: group.color }} />
          )}
          {group.label}
        </footer>
      )}
    </article>
  );
}

function written(value: Cell, format: ReturnType<typeof useFormat>): string {
  return value === null ? '–' : typeof value === 'number' ? format.number(value) : String(value);
}
