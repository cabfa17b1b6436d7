import type { DatasetSummary } from '../../contract/session.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useNavigation } from '../app/view-state-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { DatasetMark } from '../parts/dataset-mark.tsx';
import { HOME_MESSAGES } from './home-messages.ts';

export function DatasetCard({ dataset }: { dataset: DatasetSummary }) {
  const t = useTranslate(HOME_MESSAGES);
  const format = useFormat();
  const { go } = useNavigation();
  const { role, name, rowCount, columnCount, startTime, endTime, rowsWithoutTime } = dataset;
  return (
    <article className="card">
      <header>
        <DatasetMark role={role} size={12} />
        <h3 title={name}>{name}</h3>
        {name !== role && <span className="muted">{t(role)}</span>}
      </header>
      <p className="card-count">
        <strong>{t('rows', { count: rowCount })}</strong>
        <span>{t('columns', { count: columnCount })}</span>
      </p>
      <p className="card-time muted">
        {startTime !== null && endTime !== null ? (
          <time dateTime={`${startTime}/${endTime}`}>{format.range(startTime, endTime)}</time>
        ) : (
          t('noTime')
        )}
        {startTime !== null &&
          rowsWithoutTime > 0 &&
          ` · ${t('withoutTime', { count: rowsWithoutTime })}`}
      </p>
      <ActionButton
        label={t('lookAtRows')}
        icon="rows"
        kind="outline"
        isDisabled={rowCount === 0}
        onPress={() => go({ place: 'home', look: role })}
      />
    </article>
  );
}
