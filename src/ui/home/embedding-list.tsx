import { DATASET_ROLES, type Embedding, type SessionState } from '../../contract/session.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useNavigation } from '../app/view-state-context.tsx';
import { CodeLine } from '../parts/code-line.tsx';
import { DatasetMark } from '../parts/dataset-mark.tsx';
import { Icon } from '../parts/icon.tsx';
import { EMBEDDING_CODE } from './code-samples.ts';
import { HOME_MESSAGES } from './home-messages.ts';

const KIND_WORDS = {
  feature: 'kindFeature',
  tag: 'kindTag',
  prompt: 'kindPrompt',
  response: 'kindResponse'
} as const;

/** The columns of vectors, each with the way to its map. */
export function EmbeddingList({ session: { embeddings } }: { session: SessionState }) {
  const t = useTranslate(HOME_MESSAGES);
  return (
    <section aria-labelledby="home-embeddings">
      <h2 id="home-embeddings">{t('embeddings')}</h2>
      {embeddings.length === 0 ? (
        <div className="card card-empty">
          <p>
            <strong>{t('noEmbeddings')}</strong>
          </p>
          <p className="muted">{t('noEmbeddingsReason')}</p>
          <CodeLine code={EMBEDDING_CODE} label={t('embeddingsCode')} />
        </div>
      ) : (
        <ul className="embeddings">
          {embeddings.map(embedding => (
            <EmbeddingLine key={embedding.name} embedding={embedding} />
          ))}
        </ul>
      )}
    </section>
  );
}

function EmbeddingLine({ embedding }: { embedding: Embedding }) {
  const t = useTranslate(HOME_MESSAGES);
  const format = useFormat();
  const { hrefOf } = useNavigation();
  const { name, kind, length, hasText, hasLink, vectorCounts } = embedding;
  const filled = DATASET_ROLES.filter(role => vectorCounts[role] > 0);
  const shows = [hasText && t('text'), hasLink && t('media')].filter(word => word !== false);
  return (
    <li className="embedding">
      <div className="embedding-name">
        <strong title={name}>{name}</strong>
        <span className="muted">
          {[
            t(KIND_WORDS[kind]),
            ...(length > 0 ? [`× ${format.number(length)}`] : []),
            ...shows
          ].join(' · ')}
        </span>
      </div>
      <div className="embedding-counts">
        {filled.map(role => (
          <span key={role} title={t(role)}>
            <DatasetMark role={role} />
            <span className="visually-hidden">{t(role)}</span>
            {format.number(vectorCounts[role])}
          </span>
        ))}
        {filled.length === 0 && <span className="muted">{t('noVectors')}</span>}
      </div>
      {filled.length > 0 && (
        <a
          className="button button-outline"
          href={hrefOf({ place: 'map', embedding: name })}
          aria-label={t('openMapOf', { name })}
        >
          <Icon name="map" />
          <span>{t('openMap')}</span>
        </a>
      )}
    </li>
  );
}
