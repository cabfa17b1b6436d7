import type { AttributeValue } from '../../contract/attribute-value.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { EmptyState } from '../parts/states.tsx';
import { listAt, textAt, valueAt } from './attribute-list.ts';
import { JsonView } from './json-view.tsx';
import { SPAN_MESSAGES } from './span-messages.ts';
import { TextCard } from './text-view.tsx';

/** What went in and what came out; for tools and embeddings with what they were. */
export function InOutTab({ attributes }: { attributes: AttributeValue }) {
  const t = useTranslate(SPAN_MESSAGES);
  const cards = [
    ...readTool(attributes),
    ...readValue(attributes, t('query'), ['reranker', 'query']),
    ...readValue(attributes, t('input'), ['input', 'value']),
    ...readValue(attributes, t('output'), ['output', 'value'])
  ];
  const texts = listAt(attributes, 'embedding', 'embeddings');
  const metadata = valueAt(attributes, 'metadata');
  if (cards.length === 0 && texts.length === 0 && metadata === undefined) {
    return <EmptyState title={t('noInOut')} reason={t('noInOutReason')} />;
  }
  return (
    <div className="span-cards">
      {cards.map(({ title, text, steps }) => (
        <TextCard
          key={steps.join('.')}
          title={title}
          text={text}
          steps={steps}
          {...(steps[0] === 'output' && { kind: 'assistant' })}
        />
      ))}
      {texts.length > 0 && <EmbeddedTexts attributes={attributes} />}
      {metadata !== undefined && metadata !== null && (
        <section className="span-card">
          <header>
            <h3>{t('metadata')}</h3>
          </header>
          {typeof metadata === 'string' ? (
            <p className="as-written">{metadata}</p>
          ) : (
            <JsonView value={metadata} />
          )}
        </section>
      )}
    </div>
  );
}

interface Card {
  title: string;
  text: string;
  steps: string[];
}

function readValue(attributes: AttributeValue, title: string, steps: string[]): Card[] {
  const value = valueAt(attributes, ...steps);
  if (value === undefined || value === null) {
    return [];
  }
  const text = textAt(attributes, ...steps) ?? writeJson(value);
  return [{ title, text, steps }];
}

function readTool(attributes: AttributeValue): Card[] {
  const name = textAt(attributes, 'tool', 'name');
  return (['description', 'parameters', 'json_schema'] as const).flatMap(part =>
    readValue(attributes, `${name ?? 'tool'}: ${part}`, ['tool', part])
  );
}

function writeJson(value: AttributeValue): string {
  return JSON.stringify(
    value,
    (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each),
    2
  );
}

function EmbeddedTexts({ attributes }: { attributes: AttributeValue }) {
  const t = useTranslate(SPAN_MESSAGES);
  const model = textAt(attributes, 'embedding', 'model_name');
  return (
    <section className="span-card">
      <header>
        <h3>{model === undefined ? t('embedded') : t('embeddedBy', { model })}</h3>
      </header>
      <ol className="embedded">
        {listAt(attributes, 'embedding', 'embeddings')
          .slice(0, 200)
          .map(({ item, step }) => {
            const vector = valueAt(item, 'embedding', 'vector');
            return (
              <li key={step}>
                <span>{textAt(item, 'embedding', 'text')?.slice(0, 500) ?? '–'}</span>
                {Array.isArray(vector) && (
                  <span className="muted">{t('vector', { count: vector.length })}</span>
                )}
              </li>
            );
          })}
      </ol>
    </section>
  );
}
