import { useTranslate } from '../app/locale-context.tsx';
import { useExports, useSession } from '../app/queries.ts';
import { useNavigation } from '../app/view-state-context.tsx';
import { CodeLine } from '../parts/code-line.tsx';
import { Icon } from '../parts/icon.tsx';
import { EmptyState, FailureState, Loading } from '../parts/states.tsx';
import { ExportLine } from './export-line.tsx';
import { EXPORTS_MESSAGES } from './exports-messages.ts';

/** What went to the notebook, newest first, with the line of Python that reads it. */
export function ExportsPlace() {
  const t = useTranslate(EXPORTS_MESSAGES);
  const { data, isError, error, refetch } = useExports();
  if (isError && !data) {
    return <FailureState error={error} onRetry={() => void refetch()} />;
  }
  if (!data) {
    return <Loading what={t('exports')} />;
  }
  if (data.length === 0) {
    return <NoExports />;
  }
  return (
    <section className="exports" aria-labelledby="exports-title">
      <h2 id="exports-title">
        {t('title')} <span className="count">{data.length}</span>
      </h2>
      <p className="muted">{t('intro')}</p>
      <ul className="exports-list">
        {data.toReversed().map((entry, age) => (
          <ExportLine key={entry.name} entry={entry} age={age} />
        ))}
      </ul>
    </section>
  );
}

function NoExports() {
  const t = useTranslate(EXPORTS_MESSAGES);
  const { hrefOf } = useNavigation();
  const { data: session } = useSession();
  const hasMap = session?.embeddings.some(({ vectorCounts }) =>
    Object.values(vectorCounts).some(n => n > 0)
  );
  return (
    <div className="home-empty">
      <EmptyState title={t('emptyTitle')} reason={t('emptyReason')}>
        <CodeLine code="session.exports[-1]" label={t('emptyCode')} />
        {hasMap && (
          <a className="button button-primary" href={hrefOf({ place: 'map' })}>
            <Icon name="map" />
            <span>{t('openMap')}</span>
          </a>
        )}
      </EmptyState>
    </div>
  );
}
