import type { Neighbors, Retrievals } from '../../contract/map.ts';
import { useApi } from '../app/api-context.tsx';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { DatasetMark } from '../parts/dataset-mark.tsx';
import { EmptyState, FailureState, Loading } from '../parts/states.tsx';
import { isRole } from './roles.ts';
import { CardView } from './card-view.tsx';
import { MAP_MESSAGES } from './map-messages.ts';
import { MapButton } from './map-button.tsx';
import { NEIGHBOR_COUNT } from './use-chosen-point.ts';
import { useCard } from './use-point.ts';

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
      <CardView card={card} isWhole />
      {retrievals && retrievals.documents.length > 0 && (
        <section className="point-list">
          <h3>
            {t('retrieved')} <span className="count">{retrievals.documents.length}</span>
          </h3>
          <ol>
            {retrievals.documents.map(({ point: document, row, relevance }) => (
              <PointLine
                key={document}
                hash={hash}
                point={document}
                role="corpus"
                row={row}
                note={relevance === null ? '' : t('relevance', { score: String(relevance) })}
                onPoint={onPoint}
                onChoose={onChoose}
              />
            ))}
          </ol>
        </section>
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
  onPoint,
  onChoose
}: {
  hash: string;
  point: number;
  role: 'primary' | 'reference' | 'corpus';
  row: number;
  note: string;
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
        <span className="point-note">{note}</span>
      </button>
    </li>
  );
}
