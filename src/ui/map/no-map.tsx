import type { Embedding, SessionState } from '../../contract/session.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { FailureState } from '../parts/states.tsx';
import { MAP_MESSAGES } from './map-messages.ts';
import { startParameters } from './parameter-rules.ts';
import { ParametersForm } from './parameters-form.tsx';
import type { LayoutState } from './use-layout.ts';

/** A first map that failed or was cancelled: the reason, and the parameters to try others. */
export function NoMap({
  state,
  session,
  embedding
}: {
  state: LayoutState;
  session: SessionState;
  embedding: Embedding;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const { job } = state;
  return (
    <div className="map-none">
      {job?.error ? (
        <FailureState error={Object.assign(new Error(job.error.message), job.error)} />
      ) : (
        <p className="muted">{t('cancelled')}</p>
      )}
      <ParametersForm
        embedding={embedding.name}
        current={job?.parameters ?? state.parameters}
        defaults={startParameters(
          session.umap,
          state.parameters.nComponents,
          Math.max(...Object.values(embedding.vectorCounts))
        )}
        isBusy={false}
        onApply={state.start}
      />
      <ActionButton
        label={t('makeMap')}
        kind="primary"
        icon="map"
        onPress={() => state.start(job?.parameters ?? state.parameters)}
      />
    </div>
  );
}
