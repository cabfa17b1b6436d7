import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { toArrowFile, toArrowStream } from '../arrow/arrow-file.ts';
import { exportTable } from '../inferences/export-table.ts';
import { createModel } from '../inferences/model.ts';
import { openDataset } from '../inferences/open-dataset.ts';
import { rowsOfDataset } from '../inferences/rows.ts';
import { toCsv } from '../inferences/to-csv.ts';
import { toParquet } from '../inferences/to-parquet.ts';

const SCRIPT = join(import.meta.dirname, 'pandas-round-trip.py');
const OWN = join(import.meta.dirname, '../../.venv/bin/python');
const PYTHON = process.env['PYTHON'] ?? (existsSync(OWN) ? OWN : 'python3');

function hasPandas(): boolean {
  try {
    execFileSync(PYTHON, ['-c', 'import pandas, pyarrow'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'phoenix-export-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.skipIf(!hasPandas())(
  'frames of every dtype come back to pandas as they were, as Arrow, Parquet and CSV',
  () => {
    execFileSync(PYTHON, [SCRIPT, 'write', folder]);
    for (const name of ['pandas', 'arrow']) {
      const bytes = readFileSync(join(folder, `${name}.arrow`));
      const shared = new SharedArrayBuffer(bytes.length);
      new Uint8Array(shared).set(bytes);
      const schema = { predictionIdColumnName: 'id', timestampColumnName: 't' };
      const primary = openDataset(shared, { file: `${name}.arrow`, schema }, 'primary');
      const table = exportTable(
        createModel({ primary }),
        rowsOfDataset('primary', primary.rowCount)
      );
      writeFileSync(join(folder, `${name}-out.arrow`), toArrowFile(table));
      writeFileSync(join(folder, `${name}-out.arrows`), toArrowStream(table));
      writeFileSync(join(folder, `${name}-out.parquet`), toParquet(table));
      writeFileSync(join(folder, `${name}-out.csv`), [...toCsv(table)].join(''));
    }
    const said = execFileSync(PYTHON, [SCRIPT, 'check', folder], { encoding: 'utf8' });
    expect(said).toMatch(/^\d+ columns agree\n$/);
  },
  60_000
);
