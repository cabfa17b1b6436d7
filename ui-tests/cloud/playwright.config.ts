import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';

const root = fileURLToPath(new URL('../..', import.meta.url));
const port = Number(process.env['PHOENIX_CLOUD_TEST_PORT'] ?? 4187);
const config = 'ui-tests/cloud/harness/vite.config.ts';

export default defineConfig({
  testDir: '.',
  outputDir: './test-results/runs',
  reporter: process.env['CI']
    ? [['list'], ['json', { outputFile: './test-results/report.json' }]]
    : 'list',
  timeout: 120_000,
  retries: 1,
  workers: 1,
  use: {
    baseURL: `http://127.0.0.1:${port}/`,
    viewport: { width: 1040, height: 1300 },
    launchOptions: {
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--use-gl=angle',
        '--use-angle=swiftshader',
        '--enable-unsafe-swiftshader',
        '--ignore-gpu-blocklist'
      ]
    }
  },
  webServer: {
    command: `npx vite build --logLevel warn --config ${config} && npx vite preview --config ${config} --host 127.0.0.1 --port ${port} --strictPort`,
    cwd: root,
    url: `http://127.0.0.1:${port}/`,
    timeout: 120_000,
    reuseExistingServer: false
  }
});
