import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Preferences } from '../preferences.ts';
import type { PhoenixSessions } from '../tokens.ts';

/** What commands work with. */
export interface CommandContext {
  app: JupyterFrontEnd;
  sessions: PhoenixSessions;
  preferences: Preferences;
  /** Null where there are no notebooks. */
  notebooks: INotebookTracker | null;
  trans: TranslationBundle;
}
