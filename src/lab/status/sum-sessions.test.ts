import { expect, test } from 'vitest';
import type { ServerEntry } from '../../contract/server-entry.ts';
import { sumSessions } from './sum-sessions.ts';

const ENTRY: ServerEntry = {
  id: '0123456789ab',
  name: 'digits',
  notebook: '',
  kernel_id: '',
  pid: 1,
  port: 1,
  started: 0,
  memory_bytes: 70e6,
  spans: 10,
  spans_per_second: 1.5,
  version: '',
  datasets: { primary: null, reference: null, corpus: null },
  healthy: true
};

test('sumSessions() counts what a stopped session still says for nothing', () => {
  expect(
    sumSessions([ENTRY, { ...ENTRY, memory_bytes: null }, { ...ENTRY, healthy: false }])
  ).toEqual({ count: 2, spansPerSecond: 3, memoryBytes: 70e6, stopped: 1 });
});
