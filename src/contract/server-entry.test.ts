import { expect, test } from 'vitest';
import { readServerEntries } from './server-entry.ts';

const ENTRY = {
  id: '0123456789ab',
  name: 'digits',
  notebook: 'work/digits.ipynb',
  kernel_id: 'k-1',
  pid: 42,
  port: 6006,
  started: 1_700_000_000.5,
  memory_bytes: 1e8,
  spans: 0,
  spans_per_second: 0,
  version: '0.1.0',
  datasets: { primary: { name: 'production', rows: 10 }, reference: null, corpus: null },
  healthy: true
};

test('readServerEntries() reads the list of the Jupyter server', () => {
  expect(readServerEntries([ENTRY])).toEqual([ENTRY]);
});

test('readServerEntries() does without what a stopped session cannot tell', () => {
  const { memory_bytes, datasets, version, ...rest } = ENTRY;
  expect(readServerEntries([{ ...rest, healthy: false, memory_bytes: null }])).toEqual([
    {
      ...rest,
      healthy: false,
      memory_bytes: null,
      version: '',
      datasets: { primary: null, reference: null, corpus: null }
    }
  ]);
  expect([memory_bytes, datasets, version]).not.toContain(undefined);
});

test('readServerEntries() drops keys it does not know', () => {
  expect(readServerEntries([{ ...ENTRY, token: 'secret' }])).toEqual([ENTRY]);
});

test('readServerEntries() throws for an id that could lead elsewhere', () => {
  expect(() => readServerEntries([{ ...ENTRY, id: '../../lab' }])).toThrow();
});
