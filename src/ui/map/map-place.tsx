import './map.css';
import type { SessionState } from '../../contract/session.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { useProjects, useSession } from '../app/queries.ts';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import { CodeLine } from '../parts/code-line.tsx';
import { Icon } from '../parts/icon.tsx';
import { EmptyState, Loading } from '../parts/states.tsx';
import { RowsTable } from '../rows/rows-table.tsx';
import { countVectors, findEmbedding } from './find-embedding.ts';
import { MAP_MESSAGES } from './map-messages.ts';
import { MapWorkbench } from './map-workbench.tsx';

/** With fewer points a table says more than a cloud. */
const FEWEST = 10;

const CODE = `schema = px.Schema(
    embedding_feature_column_names={
        "text": px.EmbeddingColumnNames(
            vector_column_name="text_vector", raw_data_column_name="text"
        )
    }
)
px.launch_app(px.Dataset(df, schema))`;

/** The map of one embedding. */
export function MapPlace() {
  const t = useTranslate(MAP_MESSAGES);
  const { data: session } = useSession();
  const asked = useViewState('embedding');
  if (!session) {
    return <Loading what={t('layout')} />;
  }
  const embedding = findEmbedding(session, asked);
  if (!embedding) {
    return asked === undefined ? (
      <NoVectors />
    ) : (
      <UnknownEmbedding name={asked} session={session} />
    );
  }
  const count = countVectors(embedding);
  if (count === 0) {
    return (
      <EmptyState
        title={t('noVectorsHere', { name: embedding.name })}
        reason={t('noVectorsHereReason')}
      >
        <OtherEmbeddings session={session} except={embedding.name} />
      </EmptyState>
    );
  }
  if (count < FEWEST) {
    return <FewPoints count={count} session={session} />;
  }
  return (
    <MapWorkbench
      // Other data or another embedding starts afresh.
      key={`${session.id}/${session.revision}/${embedding.name}`}
      session={session}
      embedding={embedding}
    />
  );
}

function NoVectors() {
  const t = useTranslate(MAP_MESSAGES);
  const { hrefOf } = useNavigation();
  const { data: projects = [] } = useProjects();
  return (
    <EmptyState title={t('noVectors')} reason={t('noVectorsReason')}>
      <CodeLine code={CODE} label={t('noVectorsCode')} />
      {projects.some(({ spans }) => spans > 0) && (
        <a className="button button-outline" href={hrefOf({ place: 'traces' })}>
          <Icon name="traces" />
          <span>{t('mapOfSpans')}</span>
        </a>
      )}
    </EmptyState>
  );
}

function UnknownEmbedding({ name, session }: { name: string; session: SessionState }) {
  const t = useTranslate(MAP_MESSAGES);
  return (
    <EmptyState title={t('unknownEmbedding', { name })} reason={t('unknownEmbeddingReason')}>
      <OtherEmbeddings session={session} except={name} />
    </EmptyState>
  );
}

function OtherEmbeddings({ session, except }: { session: SessionState; except: string }) {
  const { hrefOf } = useNavigation();
  return (
    <ul className="row">
      {session.embeddings
        .filter(one => one.name !== except && countVectors(one) > 0)
        .map(({ name }) => (
          <li key={name}>
            <a className="button button-outline" href={hrefOf({ place: 'map', embedding: name })}>
              {name}
            </a>
          </li>
        ))}
    </ul>
  );
}

function FewPoints({ count, session }: { count: number; session: SessionState }) {
  const t = useTranslate(MAP_MESSAGES);
  const dataset = session.datasets.primary ? 'primary' : 'reference';
  return (
    <RowsTable
      source={{ kind: 'dataset', dataset }}
      title={<span className="muted">{t('few', { count })}</span>}
      hasOwnScope
    />
  );
}
