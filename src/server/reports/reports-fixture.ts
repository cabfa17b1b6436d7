import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tableFromArrays, tableToIPC } from '@uwdata/flechette';
import type { LoadDatasets } from '../../contract/session.ts';
import type { AppFixture } from '../app-fixture.ts';

/** Rows from which on two threads measure. */
export const MANY_ROWS = 40_000;

/** An Arrow file with a time, `numeric` numbers, a category and labels; `shift` moves the numbers. */
function createTable(rowCount: number, numeric: number, shift: number): Uint8Array {
  const columns: Record<string, unknown[] | Float64Array> = {
    time: Float64Array.from({ length: rowCount }, (_, row) => 1_700_000_000 + row * 20)
  };
  for (let i = 0; i < numeric; i++) {
    columns[`n${i}`] = Float64Array.from(
      { length: rowCount },
      (_, row) => ((row * (7919 + i)) % 1009) / 1009 + (i % 3 === 0 ? shift : 0)
    );
  }
  columns['color'] = Array.from({ length: rowCount }, (_, row) => ['red', 'blue'][row % 2]);
  columns['label'] = Array.from({ length: rowCount }, (_, row) => ['cat', 'dog'][row % 2]);
  columns['truth'] = Array.from({ length: rowCount }, (_, row) =>
    row % 5 === 0 ? 'cat' : ['cat', 'dog'][row % 2]
  );
  const file = tableToIPC(tableFromArrays(columns), { format: 'file' });
  if (!file) {
    throw new TypeError('flechette wrote no file');
  }
  return file;
}

/** Loads a primary and a reference of `rowCount` rows with `numeric` numeric features each. */
export async function loadTables(
  { parts, client }: AppFixture,
  rowCount = MANY_ROWS,
  numeric = 4
): Promise<void> {
  const featureColumnNames = [...Array.from({ length: numeric }, (_, i) => `n${i}`), 'color'];
  const schema = {
    timestampColumnName: 'time',
    featureColumnNames,
    predictionLabelColumnName: 'label',
    actualLabelColumnName: 'truth'
  };
  const { datasets } = parts.folders;
  await writeFile(join(datasets, 'p.arrow'), createTable(rowCount, numeric, 0.5));
  await writeFile(join(datasets, 'r.arrow'), createTable(rowCount, numeric, 0));
  const json: LoadDatasets = {
    primary: { file: 'p.arrow', schema },
    reference: { file: 'r.arrow', schema }
  };
  const answer = await client.api.datasets.$put({ json });
  if (!answer.ok) {
    throw new Error(await answer.text());
  }
}
