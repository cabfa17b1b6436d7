import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findKernel } from './kernel.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'phoenix-kernel-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('a script names its session, a tool that runs the code of others does not', () => {
  const script = join(folder, 'train model.mjs');
  const room = fileURLToPath(new URL('kernel.ts', import.meta.url));
  writeFileSync(
    script,
    `import { findKernel } from ${JSON.stringify(room)};\nconsole.log(findKernel().name);\n`
  );
  const env = { ...process.env, JPY_SESSION_NAME: '' };
  expect(execFileSync(process.execPath, [script], { env, encoding: 'utf8' })).toBe('train model\n');
  expect(findKernel().name).toBe('Node');
});
