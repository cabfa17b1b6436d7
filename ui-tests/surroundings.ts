import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Where a run of the tests lives: one temporary folder with a home, a runtime folder and a working folder of its own,
 * and ports nobody else uses. Playwright reads its configuration again in every worker, so the choice is kept in the
 * environment.
 */
export interface Surroundings {
  folder: string;
  openPort: number;
  securedPort: number;
  oldestPort: number;
  /** Where the first session server tries to listen. */
  phoenixPort: number;
  token: string;
}

const VARIABLE = 'PHOENIX_UI_TESTS';

export function findSurroundings(): Surroundings {
  const kept = process.env[VARIABLE];
  if (kept !== undefined) {
    return JSON.parse(kept) as Surroundings;
  }
  const [openPort, securedPort, phoenixPort, oldestPort] = findFreePorts(4);
  const surroundings = {
    folder: mkdtempSync(join(tmpdir(), 'phoenix-ui-tests-')),
    openPort,
    securedPort,
    phoenixPort,
    oldestPort,
    token: 'a-token-for-tests-only'
  };
  process.env[VARIABLE] = JSON.stringify(surroundings);
  return surroundings;
}

export function runtimeDir({ folder }: Surroundings, server: string): string {
  return join(folder, server, 'runtime');
}

/** The environment of a Jupyter server that knows nothing of the user's own settings and sessions. */
export function makeEnvironment(
  surroundings: Surroundings,
  server: string
): Record<string, string> {
  const at = (name: string) => {
    const folder = join(surroundings.folder, server, name);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  };
  return {
    HOME: at('home'),
    IPYTHONDIR: at('ipython'),
    JUPYTER_CONFIG_DIR: at('config'),
    JUPYTER_DATA_DIR: at('data'),
    JUPYTER_RUNTIME_DIR: at('runtime'),
    JUPYTERLAB_SETTINGS_DIR: at('settings'),
    JUPYTERLAB_WORKSPACES_DIR: at('workspaces'),
    JUPYTERLAB_GALATA_ROOT_DIR: at('notebooks'),
    PHOENIX_WORKING_DIR: at('phoenix'),
    PHOENIX_PORT: String(surroundings.phoenixPort),
    PHOENIX_TEST_TOKEN: surroundings.token
  };
}

/** The configuration is read synchronously, so another process asks for the ports. */
function findFreePorts(count: number): [number, number, number, number] {
  const script = `
    const net = require('node:net');
    const servers = Array.from({ length: ${count} }, () => net.createServer().listen(0, '127.0.0.1'));
    Promise.all(servers.map(s => new Promise(done => s.once('listening', done)))).then(() => {
      console.log(JSON.stringify(servers.map(s => s.address().port)));
      servers.forEach(s => s.close());
    });`;
  const ports = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  return JSON.parse(ports) as [number, number, number, number];
}
