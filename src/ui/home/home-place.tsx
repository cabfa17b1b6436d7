import { Suspense } from 'react';
import { DATASET_ROLES, type SessionState } from '../../contract/session.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { CodeLine } from '../parts/code-line.tsx';
import { Icon } from '../parts/icon.tsx';
import { lazyPart } from '../parts/lazy-part.ts';
import { EmptyState } from '../parts/states.tsx';
import { LOAD_CODE } from './code-samples.ts';
import { DatasetCard } from './dataset-card.tsx';
import { DatasetRows } from './dataset-rows.tsx';
import { DimensionList } from './dimension-list.tsx';
import { EmbeddingList } from './embedding-list.tsx';
import { findingsPart } from './findings-part.ts';
import { HOME_MESSAGES } from './home-messages.ts';
import { NextSteps } from './next-steps.tsx';
import { TracesCard } from './traces-card.tsx';
import { useTracesGlance } from './use-traces-glance.ts';

// Charts come after what is loaded is in view.
const Findings = lazyPart(findingsPart);

/** What is loaded, what moved, what is broken, what was noticed, and the code for what comes next. */
export function HomePlace({ session }: { session: SessionState }) {
  const t = useTranslate(HOME_MESSAGES);
  const { go } = useNavigation();
  const look = useViewState('look');
  const traces = useTracesGlance();
  const looked = look && session.datasets[look];
  if (looked) {
    return <DatasetRows dataset={looked} />;
  }
  const datasets = DATASET_ROLES.flatMap(role => session.datasets[role] ?? []);
  const hasTraces = traces !== undefined && traces.summary.spans > 0;
  if (datasets.length === 0 && !hasTraces) {
    return traces === undefined && session.spans.total > 0 ? null : (
      <div className="home home-empty">
        <EmptyState title={t('emptyTitle')} reason={t('emptyReason')}>
          <CodeLine code={LOAD_CODE} label={t('emptyCode')} />
          <ActionButton
            label={t('emptyTraces')}
            icon="traces"
            kind="outline"
            onPress={() => go({ place: 'traces' })}
          />
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="home">
      <div className="home-main">
        {datasets.length > 0 && (
          <section aria-labelledby="home-datasets">
            <h2 id="home-datasets">{t('datasets')}</h2>
            <div className="cards">
              {datasets.map(dataset => (
                <DatasetCard key={dataset.role} dataset={dataset} />
              ))}
            </div>
          </section>
        )}
        {hasTraces && <TracesCard glance={traces} />}
        {(session.datasets.primary ?? session.datasets.reference) && (
          <div className="findings" data-compares={session.datasets.reference !== null}>
            <Suspense fallback={<FindingsRoom />}>
              <Findings key={session.revision} session={session} />
            </Suspense>
          </div>
        )}
        {session.warnings.length > 0 && (
          <section aria-labelledby="home-noticed">
            <h2 id="home-noticed">{t('noticed')}</h2>
            <ul className="noticed">
              {session.warnings.map(warning => (
                <li key={warning}>
                  <Icon name="warning" />
                  <span>{warning}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
        {datasets.length > 0 && (
          <>
            <EmbeddingList session={session} />
            <DimensionList dimensions={session.dimensions} />
          </>
        )}
      </div>
      <NextSteps session={session} failedSpans={traces?.summary.errors ?? 0} />
    </div>
  );
}

/** As high as what comes, so that nothing jumps. */
function FindingsRoom() {
  return (
    <>
      <div className="findings-room" aria-busy="true" />
      <div className="findings-room" aria-busy="true" />
    </>
  );
}
