/**
 * ML observability in a notebook of TypeScript or JavaScript (Deno, tslab) or in plain Node: launch the app on your data, look,
 * lasso, and take the rows back as Arquero tables.
 *
 *     import { Dataset, launchApp } from 'jupyterlab-phoenix/kernel';
 *     const session = await launchApp({ primary: new Dataset(production, schema), reference: new Dataset(training, schema) });
 *     session.view({ height: 1000 })
 *     session.exports.at(-1)
 */
import { showTables } from './show-tables.ts';

export * as aq from 'arquero';
export { Dataset } from './dataset.ts';
export {
  DatasetError,
  FilterError,
  JobFailed,
  LaunchFailed,
  PhoenixError,
  RequestError,
  SessionLost,
  StorageError
} from './errors.ts';
export { activeSession, closeApp, launchApp, type LaunchOptions } from './launch.ts';
export { phoenix } from './magic.ts';
export { register, type RegisterOptions } from './register.ts';
export { schema, type EmbeddingColumnNames, type Schema } from './schema.ts';
export type { Session } from './session.ts';
export { loadTraces, type TraceDataset } from './trace-dataset.ts';

showTables();
