import { dictionary, int8, utf8 } from '@uwdata/flechette';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import { openTable } from '../arrow/arrow-file.ts';
import { openFrame } from './build-frame.ts';
import { exportTable } from './export-table.ts';
import { createModel } from './model.ts';
import { rowsOfDataset } from './rows.ts';
import { toParquet } from './to-parquet.ts';

test('toParquet() does not hand on an order of categories that readers would take for another one', async () => {
  const levels = dictionary(utf8(), int8(), true);
  const primary = openFrame([['level', ['high', 'low', 'high'], levels]]);
  const file = toParquet(exportTable(createModel({ primary }), rowsOfDataset('primary', 3))).buffer;
  const rows = await parquetReadObjects({ file, columns: ['level'] });
  expect(rows.map(row => row['level'] as string)).toEqual(['high', 'low', 'high']);
  const { key_value_metadata: pairs } = parquetMetadata(file);
  const schema = pairs?.find(({ key }) => key === 'ARROW:schema')?.value ?? '';
  const table = openTable(Uint8Array.from(atob(schema), byte => byte.charCodeAt(0)));
  expect(table.schema.fields[0]?.type).toMatchObject({ ordered: false });
});
