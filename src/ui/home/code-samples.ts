import type { SessionState } from '../../contract/session.ts';
import { pythonString } from '../parts/python-string.ts';

/** A schema with one embedding, and the launch: what makes a map. */
export const EMBEDDING_CODE = `schema = px.Schema(
    embedding_feature_column_names={
        "text": px.EmbeddingColumnNames(
            vector_column_name="vector",
            raw_data_column_name="text",
        )
    }
)
session = px.launch_app(px.Dataset(df, schema))`;

/** Loads a DataFrame whose vectors make a map. */
export const LOAD_CODE = `import jupyterlab_phoenix as px

${EMBEDDING_CODE}`;

const REFERENCE_CODE = `session = px.launch_app(
    px.Dataset(df, schema),
    px.Dataset(train_df, schema),
)`;

export type StepName =
  | 'stepFailed'
  | 'stepLoad'
  | 'stepReference'
  | 'stepSelection'
  | 'stepSelect'
  | 'stepUmap'
  | 'stepExport'
  | 'stepView';

/** The next lines worth writing, given what is loaded: what is missing first. */
export function nextSteps(
  session: SessionState,
  exportCount: number,
  failedSpans: number
): { step: StepName; code: string }[] {
  const embedding = session.embeddings.find(({ vectorCounts }) =>
    Object.values(vectorCounts).some(n => n > 0)
  );
  const failed =
    failedSpans > 0
      ? [
          {
            step: 'stepFailed' as const,
            code: `failed = session.get_spans_dataframe("status_code == 'ERROR'")`
          }
        ]
      : [];
  if (Object.values(session.datasets).every(dataset => dataset === null)) {
    return [
      ...failed,
      { step: 'stepLoad', code: LOAD_CODE },
      { step: 'stepView', code: 'session.view()' }
    ];
  }
  return [
    ...failed,
    ...(session.datasets.reference
      ? []
      : [{ step: 'stepReference' as const, code: REFERENCE_CODE }]),
    { step: 'stepSelection', code: 'selected = session.selection' },
    { step: 'stepSelect', code: 'session.selection = df[df["score"] < 0.5]' },
    ...(embedding
      ? [
          {
            step: 'stepUmap' as const,
            code: `job = session.umap(${pythonString(embedding.name)})\npoints = job.result()`
          }
        ]
      : []),
    ...(exportCount > 0
      ? [{ step: 'stepExport' as const, code: 'exported = session.exports[-1]' }]
      : []),
    { step: 'stepView', code: 'session.view()' }
  ];
}
