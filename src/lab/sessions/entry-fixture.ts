import type { ServerEntry } from '../../contract/server-entry.ts';

/** A session without data, as a list of them has it. */
export const ENTRY: ServerEntry = {
  id: '0123456789ab',
  name: 'digits',
  notebook: 'digits.ipynb',
  kernel_id: 'k-1',
  pid: 42,
  port: 6006,
  started: 1_700_000_000,
  memory_bytes: null,
  spans: 0,
  spans_per_second: 0,
  version: '',
  datasets: { primary: null, reference: null, corpus: null },
  healthy: true
};
