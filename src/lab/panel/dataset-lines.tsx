import type { TranslationBundle } from '@jupyterlab/translation';
import { DATASET_ROLES, type DatasetRole } from '../../contract/session.ts';
import type { ServerEntry } from '../../contract/server-entry.ts';

export function DatasetLines({ entry, trans }: { entry: ServerEntry; trans: TranslationBundle }) {
  const loaded = DATASET_ROLES.flatMap(role => {
    const dataset = entry.datasets[role];
    return dataset === null ? [] : [{ role, ...dataset }];
  });
  if (loaded.length === 0) {
    return (
      <p className="phoenix-Session-noData">
        {entry.spans > 0
          ? trans
              ._n('%1 span', '%1 spans', entry.spans)
              .replace(String(entry.spans), entry.spans.toLocaleString())
          : trans.__('No data loaded yet')}
      </p>
    );
  }
  return (
    <ul className="phoenix-Datasets" aria-label={trans.__('Data')}>
      {loaded.map(({ role, name, rows }) => (
        <li key={role} data-phoenix-role={role}>
          <span className="phoenix-Datasets-mark" aria-hidden="true" />
          <span className="phoenix-Datasets-name" title={`${roleName(role, trans)}: ${name}`}>
            {name}
          </span>
          <span className="phoenix-Datasets-rows">
            {trans._n('%1 row', '%1 rows', rows).replace(String(rows), rows.toLocaleString())}
          </span>
        </li>
      ))}
    </ul>
  );
}

function roleName(role: DatasetRole, trans: TranslationBundle): string {
  switch (role) {
    case 'primary':
      return trans.__('Primary');
    case 'reference':
      return trans.__('Reference');
    case 'corpus':
      return trans.__('Corpus');
  }
}
