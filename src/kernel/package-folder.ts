import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LaunchFailed } from './errors.ts';

const HERE = dirname(fileURLToPath(import.meta.url));

/** The folder of the Python package: this file is bundled into its `kernel/`. */
export function packageFolder(): string {
  return dirname(HERE);
}

/** The server's bundle beside this one, or in a source checkout without one its source. */
export function findServerScript(): string {
  const scripts = [
    join(packageFolder(), 'server', 'main.mjs'),
    join(packageFolder(), 'server', 'main.ts'),
    join(packageFolder(), '..', 'src', 'server', 'main.ts')
  ];
  const found = scripts.find(path => existsSync(path));
  if (found === undefined) {
    throw new LaunchFailed(
      `Cannot find the Phoenix server in '${join(packageFolder(), 'server')}'`,
      {
        code: 'server/missing',
        hint: 'Install the package again with: pip install --force-reinstall jupyterlab-phoenix'
      }
    );
  }
  return found;
}
