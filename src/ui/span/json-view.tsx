import { useState } from 'react';
import { type AttributeValue, isAttributeObject } from '../../contract/attribute-value.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { Icon } from '../parts/icon.tsx';
import { isVector, writeValue } from './flatten-attributes.ts';
import { SPAN_MESSAGES } from './span-messages.ts';

/** Entries of a list or an object that are drawn at once; the others come in such steps. */
const STEP = 100;
const OPEN_DEPTH = 2;
/** Small lists and objects are open at any depth. */
const OPEN_ENTRIES = 6;
const TEXT_LENGTH = 1000;

/** A value as a tree that folds; deep and long parts are drawn when they are opened. */
export function JsonView({ value }: { value: AttributeValue }) {
  return (
    <div className="json">
      <Entry name={undefined} value={value} depth={0} />
    </div>
  );
}

function Entry({
  name,
  value,
  depth
}: {
  name: string | undefined;
  value: AttributeValue;
  depth: number;
}) {
  const entries = entriesOf(value);
  return entries === undefined || entries.length === 0 ? (
    <div className="json-line">
      <span className="json-fold" />
      <Key name={name} />
      <Scalar value={value} />
    </div>
  ) : (
    <Branch name={name} entries={entries} isList={Array.isArray(value)} depth={depth} />
  );
}

function entriesOf(value: AttributeValue): [string, AttributeValue][] | undefined {
  if (Array.isArray(value)) {
    return isVector(value) ? undefined : value.map((item, i) => [String(i), item]);
  }
  return isAttributeObject(value) ? Object.entries(value) : undefined;
}

function Branch({
  name,
  entries,
  isList,
  depth
}: {
  name: string | undefined;
  entries: [string, AttributeValue][];
  isList: boolean;
  depth: number;
}) {
  const t = useTranslate(SPAN_MESSAGES);
  const [isOpen, setOpen] = useState(
    depth < OPEN_DEPTH || (depth < 6 && entries.length <= OPEN_ENTRIES)
  );
  const [shown, setShown] = useState(STEP);
  const rest = entries.length - shown;
  return (
    <div className="json-branch">
      <div className="json-line">
        <button
          type="button"
          className="json-fold"
          aria-expanded={isOpen}
          aria-label={`${t(isOpen ? 'fold' : 'unfold')} ${name ?? t('json')}`}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name={isOpen ? 'down' : 'next'} size={12} />
        </button>
        <Key name={name} />
        <span className="muted">
          {isList ? '[' : '{'}
          {isOpen ? '' : `${t('entries', { count: entries.length })}${isList ? ']' : '}'}`}
        </span>
      </div>
      {isOpen && (
        <div className="json-inner">
          {entries.slice(0, shown).map(([key, item]) => (
            <Entry key={key} name={key} value={item} depth={depth + 1} />
          ))}
          {rest > 0 && (
            <button type="button" className="json-more" onClick={() => setShown(shown + STEP)}>
              {t('more', { count: Math.min(STEP, rest) })}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function Key({ name }: { name: string | undefined }) {
  return name === undefined ? null : <span className="json-key">{name}: </span>;
}

function Scalar({ value }: { value: AttributeValue }) {
  const t = useTranslate(SPAN_MESSAGES);
  const [isWhole, setWhole] = useState(false);
  if (typeof value !== 'string') {
    const written =
      value === null
        ? 'null'
        : Array.isArray(value) && value.length === 0
          ? '[]'
          : writeValue(value);
    return <span className={`json-${value === null ? 'null' : typeof value}`}>{written}</span>;
  }
  const isCut = value.length > TEXT_LENGTH && !isWhole;
  return (
    <span className="json-string">
      {isCut ? value.slice(0, TEXT_LENGTH) : value}
      {isCut && (
        <button type="button" className="json-more" onClick={() => setWhole(true)}>
          {t('more', { count: value.length - TEXT_LENGTH })}
        </button>
      )}
    </span>
  );
}
