import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    dir: 'src',
    include: ['**/*.test.{ts,tsx}'],
    expect: { requireAssertions: true },
    testTimeout: 20_000,
    // No module keeps anything between tests, and loading all of them anew for each file takes a quarter of the time.
    isolate: false,
    server: { deps: { inline: [/@jupyterlab\//, /@lumino\//, /@jupyter\//] } }
  }
});
