import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { defineConfig, type PlaywrightTestConfig } from '@playwright/test';
import galataConfig from '@jupyterlab/galata/lib/playwright-config.js';
import { findSurroundings, makeEnvironment } from './surroundings.ts';

const surroundings = findSurroundings();
const openUrl = `http://127.0.0.1:${surroundings.openPort}`;
const oldestUrl = `http://127.0.0.1:${surroundings.oldestPort}`;
const securedUrl = `http://127.0.0.1:${surroundings.securedPort}/user/ada/`;

const jupyter = process.env['JUPYTER_COMMAND'] ?? 'jupyter';

/** JupyterLab 4.2 beside the newest, where `dev.py test` has put it; its story is told only there. */
const oldestLab = join(import.meta.dirname, '..', '.venv', 'jupyterlab-oldest');
const hasOldest = existsSync(oldestLab);

function serve(
  server: string,
  config: string,
  port: number,
  url: string,
  env: Record<string, string> = {}
) {
  return {
    command: `${jupyter} lab --config ${join(import.meta.dirname, config)}`,
    env: { ...makeEnvironment(surroundings, server), PHOENIX_TEST_PORT: String(port), ...env },
    url,
    timeout: 120_000,
    reuseExistingServer: false,
    // Kernels are told to end; sessions outlive them, and the teardown closes those.
    gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 15_000 },
    stdout: 'ignore' as const,
    stderr: (process.env['DEBUG'] === undefined ? 'ignore' : 'pipe') as 'ignore' | 'pipe'
  };
}

const base = galataConfig as PlaywrightTestConfig;

export default defineConfig({
  ...base,
  testDir: '.',
  outputDir: 'test-results',
  reporter: [['list']],
  workers: 1,
  // Recording what a test does takes a third of its time: it is recorded when it is repeated.
  retries: 1,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  globalTeardown: './close-servers.ts',
  use: {
    ...base.use,
    viewport: { width: 1280, height: 800 },
    // Galata's choice needs an ffmpeg that Playwright would have to download.
    video: 'off',
    trace: 'on-first-retry',
    // Frames of the same page follow the theme of JupyterLab only when nothing is emulated.
    colorScheme: null,
    launchOptions: {
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync'
      ]
    }
  },
  projects: [
    { name: 'lab', testDir: 'lab', use: { baseURL: openUrl } },
    { name: 'notebook', testDir: 'notebook', use: { baseURL: openUrl } },
    { name: 'secured', testDir: 'secured', use: { baseURL: securedUrl } },
    ...(hasOldest ? [{ name: 'oldest', testDir: 'oldest', use: { baseURL: oldestUrl } }] : [])
  ],
  webServer: [
    serve('open', 'jupyter_server_test_config.py', surroundings.openPort, `${openUrl}/lab`),
    serve(
      'secured',
      'jupyter_server_secured_config.py',
      surroundings.securedPort,
      `${securedUrl}login`
    ),
    ...(hasOldest
      ? [
          serve(
            'oldest',
            'jupyter_server_test_config.py',
            surroundings.oldestPort,
            `${oldestUrl}/lab`,
            {
              JUPYTERLAB_DIR: join(oldestLab, 'share', 'jupyter', 'lab'),
              PYTHONPATH: [oldestLab, process.env['PYTHONPATH']].filter(Boolean).join(delimiter)
            }
          )
        ]
      : [])
  ]
});
