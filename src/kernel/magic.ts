import type { ColumnTable } from 'arquero';
import {
  isMagicCommand,
  MAGIC_COMMANDS,
  MAGIC_USAGE,
  splitMagic,
  splitNames,
  type MagicCommand
} from '../contract/magic.ts';
import { METRIC_FACTS, METRICS } from '../contract/metrics.ts';
import { DATASET_ROLES, type DatasetRole } from '../contract/session.ts';
import { Dataset } from './dataset.ts';
import { RequestError } from './errors.ts';
import { inject } from './kernel.ts';
import { activeSession, closeApp, currentSession, launchApp } from './launch.ts';
import { findNearest } from './nearest.ts';
import type { Session } from './session.ts';

/** Variables and expressions of the line by their text; reading one may throw. */
export type Values = Readonly<Record<string, () => unknown>>;

interface Line {
  rest: string;
  values: Values;
}

const CODE = 'magic/invalid';

/**
 * Carries out a line of `%phoenix`: what the front end makes of it in notebooks and consoles of JavaScript kernels.
 *
 * @param line the words after `%phoenix`.
 * @param values the variables and expressions that the line names.
 * @param kernelId what the front end calls this kernel.
 */
export function phoenix(line: string, values: Values = {}, kernelId?: string): Promise<unknown> {
  if (kernelId !== undefined) {
    inject({ kernelId });
  }
  const { command, rest } = splitMagic(line);
  if (!isMagicCommand(command)) {
    const known = suggest(command, MAGIC_COMMANDS) || '; see %phoenix help';
    return Promise.reject(refuse(`There is no command '${command}'${known}`));
  }
  return Promise.resolve({ rest, values }).then(RUN[command]);
}

const RUN: Readonly<Record<MagicCommand, (line: Line) => unknown>> = {
  launch,
  view: async ({ rest }) => {
    const session = await current();
    return session.view(rest === '' ? {} : { height: Number(rest) });
  },
  url: async () => (await current()).url,
  signals: async ({ rest }) => {
    const names = splitNames(rest);
    return (await current()).signals(names.length === 0 ? undefined : names);
  },
  drift,
  spans: async ({ rest }) => (await current()).getSpansTable(rest),
  traces: async ({ rest }) => {
    const session = await current();
    // Reads the filter first: a wrong one is told here, not in the app.
    await session.getSpansTable(rest, { limit: 0 });
    const query = rest === '' ? '' : `?${new URLSearchParams({ filter: rest }).toString()}`;
    return session.view({ place: `#/traces${query}` });
  },
  exports: async () => (await current()).exports,
  select,
  status,
  close: closeApp,
  help: () => {
    console.log(MAGIC_COMMANDS.map(command => `%phoenix ${MAGIC_USAGE[command]}`).join('\n'));
  }
};

async function launch({ rest, values }: Line): Promise<Session> {
  const names = splitNames(rest);
  if (names.length > 3) {
    throw refuse(
      `launch takes at most 3 data sets, not ${names.length}: primary, reference and corpus`
    );
  }
  const datasets: Partial<Record<DatasetRole, Dataset>> = {};
  for (const [i, role] of DATASET_ROLES.entries()) {
    const name = names[i];
    const dataset = name === undefined ? null : findDataset(name, values);
    if (dataset) {
      datasets[role] = dataset;
    }
  }
  const session = await launchApp(datasets);
  // People go on with `session`; a variable of theirs of that name comes before this one.
  (globalThis as { session?: unknown }).session = session;
  return session;
}

function findDataset(name: string, values: Values): Dataset | null {
  if (name === 'null' || name === 'None') {
    return null;
  }
  const value = readValue(name, values, () => `There is no data set called '${name}'`);
  if (!(value instanceof Dataset)) {
    const kind =
      value === undefined || value === null ? String(value) : `a ${value.constructor.name}`;
    throw refuse(`'${name}' is ${kind}, not a Dataset; wrap it in new Dataset(${name}, schema)`);
  }
  return value;
}

function readValue(text: string, values: Values, describe: (error: unknown) => string): unknown {
  try {
    return values[text]?.();
  } catch (error) {
    throw refuse(describe(error), error);
  }
}

/** PSI and distances of embeddings have different units; each kind is sorted among its own. */
async function drift(): Promise<ColumnTable> {
  const session = await current();
  const { datasets } = await session.state();
  if (datasets.reference === null && (await session.baseline()) === null) {
    throw refuse(
      'There is nothing to compare with: hand over a reference, or await session.setBaseline({ start, stop })'
    );
  }
  const all = await session.signals(['psi', 'js_distance', 'euclidean_distance']);
  const empty = METRICS.filter(
    metric =>
      all.columnNames().includes(metric) &&
      METRIC_FACTS[metric].against === 'reference' &&
      Array.from(all.array(metric) as ArrayLike<unknown>).every(value => value === null)
  );
  const shown = all.select(all.columnNames().filter(name => !(empty as string[]).includes(name)));
  const by = ['psi', 'euclidean_distance'].filter(name => shown.columnNames().includes(name));
  const cells = by.map(name => shown.array(name) as ArrayLike<number | null>);
  const rows = Array.from({ length: shown.numRows() }, (_, row) => row).sort((a, b) => {
    const difference = cells.map(column => (column[b] ?? -Infinity) - (column[a] ?? -Infinity));
    return difference.find(each => each > 0 || each < 0) ?? 0;
  });
  const rank = new Int32Array(rows.length);
  rows.forEach((row, at) => (rank[row] = at));
  return shown.assign({ rank }).orderby('rank').select(shown.columnNames()).reify();
}

async function select({ rest, values }: Line): Promise<ColumnTable | undefined> {
  const session = await current();
  if (rest === '') {
    return session.selection;
  }
  const rows =
    rest.toLowerCase() === 'none'
      ? null
      : readValue(
          rest,
          values,
          error => `Cannot find the rows: ${error instanceof Error ? error.message : String(error)}`
        );
  await session.select(rows as object | null);
  return undefined;
}

async function status(): Promise<void> {
  const session = await activeSession();
  if (!session) {
    console.log('No Phoenix session runs for this kernel: start one with %phoenix launch PRIMARY');
    return;
  }
  const { datasets, embeddings, memoryBytes, spans } = await session.state();
  const lines = [`Phoenix session "${session.name}" at ${session.address} (id ${session.id})`];
  for (const [role, summary] of Object.entries(datasets)) {
    if (summary) {
      const { name, rowCount, columnCount } = summary;
      lines.push(
        `  ${role.padEnd(9)} "${name}", ${rowCount.toLocaleString('en')} rows, ${columnCount.toLocaleString('en')} columns`
      );
    }
  }
  const names = embeddings.map(({ name }) => `"${name}"`).join(', ') || 'none';
  if (datasets.primary) {
    lines.push(`  embeddings: ${names}`);
  }
  lines.push(
    `  spans: ${spans.total.toLocaleString('en')}; memory: ${Math.round(memoryBytes / 1e6).toLocaleString('en')} MB`
  );
  console.log([...lines, '  more: %phoenix help'].join('\n'));
}

async function current(): Promise<Session> {
  const session = currentSession() ?? (await activeSession());
  if (!session) {
    throw refuse('No Phoenix session runs for this kernel: start one with %phoenix launch PRIMARY');
  }
  return session;
}

function suggest(word: string, known: readonly string[]): string {
  const nearest = findNearest(word, known);
  return nearest === undefined ? '' : `: did you mean '${nearest}'?`;
}

function refuse(message: string, cause?: unknown): RequestError {
  return new RequestError(message, { code: CODE, cause });
}
