import './signals.css';
import type { SessionState } from '../../contract/session.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import { CodeLine } from '../parts/code-line.tsx';
import { EmptyState } from '../parts/states.tsx';
import { DimensionPage } from './dimension-page.tsx';
import { EmbeddingPage } from './embedding-page.tsx';
import { SIGNALS_MESSAGES } from './signals-messages.ts';
import { SignalsList } from './signals-list.tsx';

const LOAD_CODE = `import jupyterlab_phoenix as px

schema = px.Schema(
    timestamp_column_name="time",
    feature_column_names=["amount", "country"],
    prediction_label_column_name="predicted",
    actual_label_column_name="actual",
)
session = px.launch_app(
    primary=px.Dataset(production, schema),
    reference=px.Dataset(training, schema),
)`;

/** What moved: drift, quality and alerts of every column; one column, or one embedding. */
export function SignalsPlace({ session }: { session: SessionState }) {
  const t = useTranslate(SIGNALS_MESSAGES);
  const name = useViewState('dimension');
  const { hrefOf } = useNavigation();
  const hasData = Object.values(session.datasets).some(dataset => dataset !== null);
  if (!hasData || session.dimensions.length + session.embeddings.length === 0) {
    return (
      <EmptyState
        title={hasData ? t('noColumnsTitle') : t('emptyTitle')}
        reason={hasData ? t('noColumnsReason') : t('emptyReason')}
      >
        <CodeLine code={LOAD_CODE} label={t('emptyCode')} />
      </EmptyState>
    );
  }
  if (name === undefined) {
    return <SignalsList key={session.revision} session={session} />;
  }
  const dimension = session.dimensions.find(one => one.name === name);
  if (dimension) {
    return <DimensionPage key={name} session={session} dimension={dimension} />;
  }
  const embedding = session.embeddings.find(one => one.name === name);
  if (embedding) {
    return <EmbeddingPage key={name} session={session} embedding={embedding} />;
  }
  return (
    <EmptyState title={t('unknown', { name })} reason={t('unknownReason')}>
      <a className="button button-outline" href={hrefOf({ place: 'signals' })}>
        {t('back')}
      </a>
    </EmptyState>
  );
}
