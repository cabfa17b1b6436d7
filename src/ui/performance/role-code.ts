import type { Dimension, SessionState } from '../../contract/session.ts';
import { pythonString } from '../parts/python-string.ts';

/** The shortest code that declares predictions and actuals: with the columns that are known, and a reference when there is one. */
export function roleCode({ datasets, dimensions }: SessionState): string {
  const find = (type: Dimension['type'], dataType: Dimension['dataType']) =>
    dimensions.find(each => each.type === type && each.dataType === dataType)?.name;
  const score = find('prediction', 'numeric');
  const isRegression =
    find('actual', 'numeric') !== undefined ||
    (score !== undefined &&
      find('prediction', 'categorical') === undefined &&
      find('actual', 'categorical') === undefined);
  const roles = isRegression
    ? [
        ['prediction_score_column_name', score ?? 'predicted'],
        ['actual_score_column_name', find('actual', 'numeric') ?? 'actual']
      ]
    : [
        ['prediction_label_column_name', find('prediction', 'categorical') ?? 'predicted'],
        ['actual_label_column_name', find('actual', 'categorical') ?? 'actual'],
        ...(score === undefined ? [] : [['prediction_score_column_name', score]])
      ];
  const sets = datasets.reference
    ? 'px.Dataset(df, schema), px.Dataset(train_df, schema)'
    : 'px.Dataset(df, schema)';
  return [
    'schema = px.Schema(',
    ...roles.map(([role = '', name = '']) => `    ${role}=${pythonString(name)},`),
    ')',
    `session = px.launch_app(${sets})`
  ].join('\n');
}
