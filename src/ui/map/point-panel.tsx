import type { Neighbors, Retrievals } from '../../contract/map.ts';
import type { DatasetRole } from '../../contract/session.ts';
import { useApi } from '../app/api-context.tsx';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { useNavigation } from '../app/view-state-context.tsx';
import { Icon } from '../parts/icon.tsx';
import { DatasetMark } from '../parts/dataset-mark.tsx';
import { EmptyState, FailureState, Loading } from '../parts/states.tsx';
import { bestRelevance, strengthOf } from './retrieval-links.ts';
import { isRole } from './roles.ts';
import { CardView } from './card-view.tsx';
import { MAP_MESSAGES } from './map-messages.ts';
import { MapButton } from './map-button.tsx';
import { NEIGHBOR_COUNT } from './use-chosen-point.ts';
import { spanOfCard } from './span-of-card.ts';
import { useCard } from './use-point.ts';

/** Longer lists are cut; their points can be selected, and are then a table. */
const MAX_LISTED = 50;

/** The chosen point in full, its nearest neighbors and what it retrieved, as lists. */
export function PointPanel({
  hash,
  point,
  neighbors,
  retrievals,
  onLikeThis,
  onShow,
  onPoint,
  onChoose,
  onSelect,
  onClose
}: {
  hash: string;
  point: number | null;
  /** Undefined while nobody asked. */
  neighbors: { data: Neighbors | undefined; error: Error | null } | undefined;
  retrievals: Retrievals | undefined;
  onLikeThis: () => void;
  onShow: () => void;
  onPoint: (point: number | null) => void;
  onChoose: (point: number) => void;
  onSelect: (points: readonly number[]) => void;
  onClose: () => void;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const { hrefOf } = useNavigation();
  const { data: card, error, refetch } = useCard(hash, point);
  if (point === null) {
    return <EmptyState title={t('noPoint')} reason={t('noPointReason')} />;
  }
  if (error) {
    return <FailureState error={error} onRetry={() => void refetch()} />;
  }
  if (!card) {
    return <Loading what={t('point')} />;
  }
  const source = spanOfCard(card);
  return (
    <div className="point" onPointerLeave={() => onPoint(null)}>
      <div className="point-actions">
        <MapButton
          label={t('likeThis', { count: NEIGHBOR_COUNT })}
          icon="neighbors"
          kind="outline"
          keys="n"
          description={t('likeThisHow')}
          onPress={onLikeThis}
        />
        <MapButton label={t('showPoint')} icon="fitSelection" isIconOnly onPress={onShow} />
        <span className="bar-space" />
        <ActionButton label={t('closePoint')} icon="close" isIconOnly onPress={onClose} />
      </div>
      {source && (
        <a
          className="button button-outline point-source"
          href={hrefOf({ place: 'traces', ...source })}
        >
          <Icon name="traces" />
          <span>{t('openTrace')}</span>
        </a>
      )}
      <CardView card={card} isWhole />
      {retrievals && (
        <>
          <RetrievedList
            hash={hash}
            title={t('retrieved')}
            retrieved={retrievals.documents.map(document => ({ ...document, dataset: 'corpus' }))}
            onPoint={onPoint}
            onChoose={onChoose}
            onSelect={onSelect}
          />
          <RetrievedList
            hash={hash}
            title={t('retrievedBy')}
            retrieved={retrievals.queries}
            onPoint={onPoint}
            onChoose={onChoose}
            onSelect={onSelect}
          />
        </>
      )}
      {neighbors && (
        <NeighborList
          hash={hash}
          neighbors={neighbors}
          onPoint={onPoint}
          onChoose={onChoose}
          onSelect={onSelect}
        />
      )}
    </div>
  );
}

/** Documents of a query, or queries of a document, with their relevance as a bar. */
function RetrievedList({
  hash,
  title,
  retrieved,
  onPoint,
  onChoose,
  onSelect
}: {
  hash: string;
  title: string;
  retrieved: readonly {
    point: number;
    dataset: DatasetRole;
    row: number;
    relevance: number | null;
  }[];
  onPoint: (point: number | null) => void;
  onChoose: (point: number) => void;
  onSelect: (points: readonly number[]) => void;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const format = useFormat();
  const best = bestRelevance(retrieved);
  const points = [...new Set(retrieved.map(({ point }) => point))];
  if (retrieved.length === 0) {
    return null;
  }
  return (
    <section className="point-list">
      <h3>
        {title} <span className="count">{format.number(retrieved.length)}</span>
        {retrieved.some(({ relevance }) => relevance !== null) && (
          <span className="point-note">{t('relevance')}</span>
        )}
      </h3>
      <ol>
        {retrieved.slice(0, MAX_LISTED).map(({ point, dataset, row, relevance }, i) => (
          <PointLine
            key={i}
            hash={hash}
            point={point}
            role={dataset}
            row={row}
            strength={relevance === null ? null : strengthOf(relevance, best)}
            note={relevance === null ? '' : format.number(relevance, 3)}
            onPoint={onPoint}
            onChoose={onChoose}
          />
        ))}
      </ol>
      {retrieved.length > MAX_LISTED && (
        <p className="muted">{t('moreValues', { count: retrieved.length - MAX_LISTED })}</p>
      )}
      <ActionButton
        label={t('selectThese', { count: points.length })}
        kind="outline"
        onPress={() => onSelect(points)}
      />
    </section>
  );
}

function NeighborList({
  hash,
  neighbors: { data, error },
  onPoint,
  onChoose,
  onSelect
}: {
  hash: string;
  neighbors: { data: Neighbors | undefined; error: Error | null };
  onPoint: (point: number | null) => void;
  onChoose: (point: number) => void;
  onSelect: (points: readonly number[]) => void;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const format = useFormat();
  if (error) {
    return <FailureState error={error} />;
  }
  if (!data) {
    return <Loading what={t('neighborsOf')} rows={3} />;
  }
  return (
    <section className="point-list">
      <h3>{t('neighbors')}</h3>
      <ol>
        {data.neighbors.map(({ point, dataset, row, distance }) => (
          <PointLine
            key={point}
            hash={hash}
            point={point}
            role={isRole(dataset) ? dataset : 'primary'}
            row={row}
            note={format.number(distance, 3)}
            onPoint={onPoint}
            onChoose={onChoose}
          />
        ))}
      </ol>
      <ActionButton
        label={t('selectThese', { count: data.neighbors.length + 1 })}
        kind="outline"
        onPress={() => onSelect([data.point, ...data.neighbors.map(({ point }) => point)])}
      />
    </section>
  );
}

function PointLine({
  hash,
  point,
  role,
  row,
  note,
  strength = null,
  onPoint,
  onChoose
}: {
  hash: string;
  point: number;
  role: 'primary' | 'reference' | 'corpus';
  row: number;
  note: string;
  /** Drawn as a bar, 0 to 1. */
  strength?: number | null;
  onPoint: (point: number | null) => void;
  onChoose: (point: number) => void;
}) {
  const api = useApi();
  const { data: card } = useCard(hash, point);
  const words = card?.text ?? card?.prompt ?? card?.predictionLabel ?? card?.id ?? `#${row}`;
  return (
    <li>
      <button
        type="button"
        className="point-line"
        title={words}
        onPointerEnter={() => onPoint(point)}
        onFocus={() => onPoint(point)}
        onClick={() => onChoose(point)}
      >
        <DatasetMark role={role} />
        {card?.link?.kind === 'image' && card.link.from === 'media' && (
          <img className="point-thumb" src={api.url(card.link.href)} alt="" loading="lazy" />
        )}
        <span className="point-words">{words}</span>
        {strength !== null && (
          <span className="point-bar" aria-hidden="true">
            <span style={{ width: `${100 * strength}%` }} />
          </span>
        )}
        <span className="point-note">{note}</span>
      </button>
    </li>
  );
}
