import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { JsonView } from './json-view.tsx';
import { type DocumentList, formerRanks, type SpanDocument } from './read-documents.ts';
import { readJsonText } from './read-json-text.ts';
import { SPAN_MESSAGES } from './span-messages.ts';
import { TextView } from './text-view.tsx';

const TITLES = { retrieved: 'retrieved', before: 'before', after: 'afterwards' } as const;

/** Documents by rank, with their scores on one scale; after a reranker also the rank they had. */
export function DocumentsTab({ lists }: { lists: readonly DocumentList[] }) {
  const t = useTranslate(SPAN_MESSAGES);
  const before = lists.find(({ kind }) => kind === 'before')?.documents;
  const after = lists.find(({ kind }) => kind === 'after')?.documents;
  const ranks = before && after ? formerRanks(before, after) : [];
  // What a reranker made of them is what is looked for.
  const ordered = [...lists].sort(
    (a, b) => Number(b.kind === 'after') - Number(a.kind === 'after')
  );
  return (
    <div className="span-cards">
      {ordered.map(({ kind, documents }) => {
        const top = Math.max(0, ...documents.map(({ score }) => score ?? 0));
        return (
          <section key={kind} className="span-documents">
            <h3>
              {t(TITLES[kind])} <span className="count">{documents.length}</span>
            </h3>
            <ol>
              {documents.map((document, i) => (
                <DocumentCard
                  key={i}
                  document={document}
                  rank={i + 1}
                  former={kind === 'after' ? ranks[i] : undefined}
                  top={top}
                />
              ))}
            </ol>
          </section>
        );
      })}
    </div>
  );
}

function DocumentCard({
  document: { id, content, score, metadata, steps },
  rank,
  former,
  top
}: {
  document: SpanDocument;
  rank: number;
  former: number | undefined;
  top: number;
}) {
  const t = useTranslate(SPAN_MESSAGES);
  const format = useFormat();
  const read = typeof metadata === 'string' ? (readJsonText(metadata) ?? metadata) : metadata;
  return (
    <li className="span-card span-document">
      <header>
        <span className="document-rank">{rank}</span>
        {former !== undefined && former !== rank && (
          <span className={former > rank ? 'document-rise' : 'document-fall'}>
            {former > rank ? '▲' : '▼'} {t('rankBefore', { rank: former })}
          </span>
        )}
        {id !== undefined && <code>{id}</code>}
        {score !== undefined && (
          <span className="document-score">
            {top > 0 && (
              <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                <rect width={Math.max(2, (100 * Math.max(0, score)) / top)} height="6" />
              </svg>
            )}
            {t('score', { score: format.number(score) })}
          </span>
        )}
      </header>
      {content === undefined ? (
        <p className="muted">{t('noContent')}</p>
      ) : (
        <TextView text={content} steps={steps} />
      )}
      {read !== undefined && read !== null && (
        <details className="span-fold">
          <summary>{t('metadata')}</summary>
          <JsonView value={read} />
        </details>
      )}
    </li>
  );
}
