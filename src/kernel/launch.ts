import process from 'node:process';
import type { DiscoveryRecord } from '../contract/discovery.ts';
import { DATASET_ROLES } from '../contract/session.ts';
import { checkOptions } from './arguments.ts';
import { Dataset } from './dataset.ts';
import { findSession } from './discovery.ts';
import { adopt, ensureSession, findByName, usualPort, type Ensured } from './ensure-session.ts';
import { DatasetError, LaunchFailed, RequestError } from './errors.ts';
import { findKernel } from './kernel.ts';
import { show } from './nearest.ts';
import { Session, type Datasets } from './session.ts';
import { sendSpans, TraceDataset } from './trace-dataset.ts';
import { checkUmapDefaults, type UmapParameters } from './umap-defaults.ts';

export interface LaunchOptions {
  /** What to look at. */
  primary?: Dataset | null;
  /** What to compare with; turns on drift. */
  reference?: Dataset | null;
  /** Documents that a retriever can return. */
  corpus?: Dataset | null;
  /** Spans that are stored in the session, beside those it has. */
  trace?: TraceDataset | null;
  /** Address to bind. Default `$PHOENIX_HOST` or 127.0.0.1. */
  host?: string;
  /** Port to listen on; an error when it is taken. Default `$PHOENIX_PORT` or 6006, or the next free one. */
  port?: number;
  /** First values of the map's form. */
  defaultUmapParameters?: UmapParameters;
}

const OPTIONS = [...DATASET_ROLES, 'trace', 'host', 'port', 'defaultUmapParameters'];

let current: Session | undefined;

/**
 * Starts the app of this kernel, or finds it running, and shows it these data.
 *
 * One kernel has one session. Calling again with data replaces all data of the running session, without a restart and without
 * reloading open pages; calling again without data keeps what is there. After a crash of the server the call brings it back with
 * the same data. A call that fails changes nothing.
 *
 * @throws RequestError when an option is wrong, DatasetError when the data sets do not fit together or the server refuses them,
 * LaunchFailed when the server cannot start or already runs on another host or port, StorageError when the data cannot be written.
 */
export async function launchApp(options: LaunchOptions = {}): Promise<Session> {
  checkOptions(options, OPTIONS, 'launchApp');
  const datasets = checkDatasets(options);
  const trace = checkTrace(options.trace);
  const address = checkAddress(options);
  const umap = checkUmapDefaults(options.defaultUmapParameters);
  const { record, how } = await ensureSession(findKernel(), address);
  checkStays(record, address);
  const session = use(record);
  try {
    const notes =
      Object.keys(datasets).length > 0
        ? await session.load(datasets, umap)
        : umap
          ? await session.loadUmap(umap)
          : [];
    if (trace) {
      await sendSpans(session.transport, trace);
    }
    notes.forEach(text => {
      console.warn(`PhoenixWarning: ${text}`);
    });
  } catch (error) {
    if (how === 'started') {
      // Nothing half-started: this server has never had any data.
      await session.end();
    }
    throw error;
  }
  announce(session, how, address.port);
  return session;
}

/**
 * The running session of this kernel, also after the kernel was restarted; null when there is none.
 *
 * @param name name or id of any running session of this user, for instance of a Python notebook, which this kernel then uses;
 * when its own kernel is gone it belongs to this one.
 * @throws RequestError when no session of that name is running.
 */
export async function activeSession(name?: string): Promise<Session | null> {
  if (name !== undefined) {
    const record = await findByName(name);
    return use(await adopt(record, findKernel()));
  }
  if (current && (await current.active)) {
    return current;
  }
  const kernel = findKernel();
  const record = await findSession(kernel.id, kernel.notebook);
  return record ? use(record) : null;
}

/** Closes the session of this kernel; exports and computed maps stay on disk. */
export async function closeApp(): Promise<void> {
  const session = current ?? (await activeSession());
  if (!session) {
    console.log('No Phoenix session to close');
    return;
  }
  await session.end();
  console.log(`Closed the Phoenix session "${session.name}"`);
}

/** The session this kernel used last, whether its server still answers or not. */
export function currentSession(): Session | undefined {
  return current;
}

function use(record: DiscoveryRecord): Session {
  if (current?.id === record.id) {
    current.use(record);
  } else {
    current = new Session(record, ended => {
      if (current === ended) {
        current = undefined;
      }
    });
  }
  return current;
}

function checkDatasets(options: LaunchOptions): Datasets {
  const datasets: Datasets = {};
  for (const role of DATASET_ROLES) {
    const given: unknown = options[role];
    if (given === null || given === undefined) {
      continue;
    }
    if (!(given instanceof Dataset)) {
      throw new RequestError(`Cannot use ${show(given)} as ${role}: a Dataset is needed`, {
        code: 'dataset/invalid',
        hint: `Wrap it: { ${role}: new Dataset(table, schema) }`
      });
    }
    datasets[role] = given;
  }
  checkLengths(datasets);
  return datasets;
}

/** Vectors of one embedding must have one length in all data sets; the corpus is compared with the prompt. */
function checkLengths(datasets: Datasets): void {
  for (const [role, other] of [
    ['primary', 'reference'],
    ['primary', 'corpus'],
    ['reference', 'corpus']
  ] as const) {
    const theirs = datasets[other]?.vectorLengths ?? new Map<string, number>();
    for (const [key, length] of datasets[role]?.vectorLengths ?? []) {
      const otherLength = theirs.get(key) ?? 0;
      const isShared = other !== 'corpus' || key === 'prompt';
      if (isShared && length > 0 && otherLength > 0 && length !== otherLength) {
        throw new DatasetError([
          `Cannot compare the vectors of ${key}: they have ${length} numbers in ${role} and ${otherLength} in ${other}; embed both with the same model`
        ]);
      }
    }
  }
}

function checkTrace(trace: unknown): TraceDataset | undefined {
  if (trace === null || trace === undefined) {
    return undefined;
  }
  if (!(trace instanceof TraceDataset)) {
    throw new RequestError(`Cannot use ${show(trace)} as trace: a TraceDataset is needed`, {
      hint: 'await loadTraces(…) or await session.getTraceDataset() gives one'
    });
  }
  return trace;
}

interface Address {
  host?: string;
  port?: number;
}

function checkAddress({ host, port }: { host?: unknown; port?: unknown }): Address {
  if (host !== undefined && typeof host !== 'string') {
    throw new RequestError(
      `Cannot use ${show(host)} as host: it is an address such as '127.0.0.1'`,
      {
        code: 'host/invalid'
      }
    );
  }
  if (
    port !== undefined &&
    !(Number.isInteger(port) && Number(port) >= 0 && Number(port) <= 65535)
  ) {
    throw new RequestError(
      `Cannot use ${show(port)} as port: it is a whole number from 1 to 65535`,
      {
        code: 'port/invalid'
      }
    );
  }
  return {
    ...(host === undefined || host === '' ? {} : { host }),
    ...(port === undefined || port === 0 ? {} : { port: Number(port) })
  };
}

/** A running server cannot move to another address. */
function checkStays(record: DiscoveryRecord, asked: Address): void {
  for (const what of ['port', 'host'] as const) {
    const wanted = asked[what];
    if (wanted !== undefined && wanted !== record[what]) {
      throw new LaunchFailed(
        `Cannot move the running session from ${what} ${record[what]} to ${wanted}`,
        { code: 'session/running', hint: `Leave out ${what}, or close it first with closeApp()` }
      );
    }
  }
}

function announce(session: Session, how: Ensured['how'], port: number | undefined): void {
  const lines: string[] = [];
  if (how === 'restored') {
    lines.push('The Phoenix server had stopped: it runs again, with the data it had');
  } else if (how === 'adopted') {
    lines.push('Continuing the Phoenix session that this notebook already had');
  }
  const usual = process.env['PHOENIX_PORT'] === '0' ? session.port : usualPort();
  if (how === 'started' && port === undefined && session.port !== usual) {
    lines.push(`Port ${usual} is taken: using ${session.port}`);
  }
  lines.push(
    `Phoenix runs at ${session.address} (open the link in await session.url in a browser)`,
    'Show it here with session.view()'
  );
  console.log(lines.join('\n'));
}
