import type { PlaywrightTestConfig } from '@playwright/test';

/** For tests of one place of the page, each with a server of its own. */
export const PAGE_CONFIG: PlaywrightTestConfig = {
  testDir: '.',
  outputDir: './test-results',
  reporter: 'list',
  timeout: 90_000,
  retries: 1,
  expect: { timeout: 20_000 },
  workers: 1,
  use: {
    viewport: { width: 1100, height: 1000 },
    trace: 'on-first-retry',
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
  }
};
