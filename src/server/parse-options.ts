import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Retention } from '../contract/traces.ts';
import { StartError } from './start-error.ts';

/** What the spawner says on the command line. */
export interface ServerOptions {
  /** 12 hexadecimal digits. */
  id: string;
  kernelId: string;
  /** 0 when launched from outside a kernel. */
  kernelPid: number;
  notebook: string;
  name: string;
  /** Where the discovery file and the log live. */
  runtimeFolder: string;
  workingFolder: string;
  /** Without brackets. */
  host: string;
  port: number;
  /** A taken port is an error, not a reason to try the next one. */
  portFixed: boolean;
  /** Names under which the server may be reached besides those it knows by itself: `host` or `host:port`. */
  allowedHosts: string[];
  /** Where OTLP over gRPC is taken; a taken port moves to the next free one. Null: nowhere. */
  grpcPort: number | null;
  /** Exporters need the token, too; always so when the host is no loopback address. */
  isIngestLocked: boolean;
  /** Traces that are older, or beyond the size, are deleted. Nulls: none are. */
  retention: Retention;
}

const ARGUMENTS = {
  id: { type: 'string' },
  'kernel-id': { type: 'string', default: '' },
  'kernel-pid': { type: 'string', default: '0' },
  notebook: { type: 'string', default: '' },
  name: { type: 'string', default: '' },
  'runtime-dir': { type: 'string' },
  'working-dir': { type: 'string' },
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', default: '6006' },
  'port-fixed': { type: 'boolean', default: false }
} as const;

const SESSION_ID = /^[0-9a-f]{12}$/;

/** Reads the command line; throws {@link StartError} with a sentence about the first argument it refuses. */
export function parseOptions(args: string[], env: NodeJS.ProcessEnv): ServerOptions {
  const values = readArguments(args);
  if (!SESSION_ID.test(values.id ?? '')) {
    throw refusal(`Cannot start with --id "${values.id ?? ''}": 12 hexadecimal digits are needed`);
  }
  return {
    id: values.id ?? '',
    kernelId: values['kernel-id'],
    kernelPid: wholeNumber('--kernel-pid', values['kernel-pid'], 2 ** 31 - 1),
    notebook: values.notebook,
    name: values.name,
    runtimeFolder: resolve(
      values['runtime-dir'] ?? join(tmpdir(), `phoenix-${process.getuid?.() ?? ''}`)
    ),
    workingFolder: resolve(
      values['working-dir'] ?? (env['PHOENIX_WORKING_DIR'] || join(homedir(), '.phoenix'))
    ),
    host: bareHost(values.host),
    port: wholeNumber('--port', values.port, 65535),
    portFixed: values['port-fixed'],
    allowedHosts: (env['PHOENIX_ALLOWED_HOSTS'] ?? '')
      .split(/[\s,]+/)
      .filter(name => name !== '')
      .map(name => name.toLowerCase()),
    grpcPort: readGrpcPort(env['PHOENIX_GRPC_PORT'] ?? '', values.port),
    isIngestLocked: !['', '0', 'false'].includes(
      (env['PHOENIX_REQUIRE_INGEST_TOKEN'] ?? '').trim().toLowerCase()
    ),
    retention: {
      maxDays: readLimit('PHOENIX_KEEP_DAYS', env, 100_000),
      maxBytes: readMegabytes(env)
    }
  };
}

const GRPC_PORT = 4317;

/** `off` takes none; a server on any free port takes any free one for gRPC, too. */
function readGrpcPort(text: string, port: string): number | null {
  if (text.trim() === '') {
    return port === '0' ? 0 : GRPC_PORT;
  }
  return text.trim().toLowerCase() === 'off'
    ? null
    : wholeNumber('PHOENIX_GRPC_PORT', text.trim(), 65535);
}

const MB = 1_000_000;

function readMegabytes(env: NodeJS.ProcessEnv): number | null {
  const megabytes = readLimit('PHOENIX_KEEP_MB', env, 1_000_000_000);
  return megabytes === null ? null : megabytes * MB;
}

function readLimit(name: string, env: NodeJS.ProcessEnv, max: number): number | null {
  const text = (env[name] ?? '').trim();
  if (text === '') {
    return null;
  }
  const value = wholeNumber(name, text, max);
  if (value === 0) {
    throw refusal(`Cannot start with ${name} "0": a whole number of at least 1 is needed`);
  }
  return value;
}

function readArguments(args: string[]) {
  try {
    return parseArgs({ args, options: ARGUMENTS, strict: true }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : '';
    throw new StartError('arguments/invalid', `Cannot read the command line: ${reason ?? ''}`, {
      cause: error
    });
  }
}

function wholeNumber(name: string, text: string, max: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (!(value <= max)) {
    throw refusal(`Cannot start with ${name} "${text}": a whole number from 0 to ${max} is needed`);
  }
  return value;
}

function bareHost(host: string): string {
  const bare = host.trim().replace(/^\[(.*)\]$/, '$1');
  if (bare === '' || /[\s/?#@]/.test(bare)) {
    throw refusal(`Cannot start with --host "${host}": an address or a host name is needed`);
  }
  return bare;
}

function refusal(message: string): StartError {
  return new StartError('arguments/invalid', message);
}
