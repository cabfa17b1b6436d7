import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { watchCrashes } from '../sessions/watch-crashes.ts';
import { IPhoenixSessions, type PhoenixSessions } from '../tokens.ts';
import { TRANSLATION_DOMAIN } from '../translation-domain.ts';

export const crashesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-phoenix:crashes',
  description: 'Tells when a Phoenix session has stopped, and offers to restart it.',
  autoStart: true,
  requires: [IPhoenixSessions],
  optional: [ITranslator],
  activate: (_: JupyterFrontEnd, sessions: PhoenixSessions, translator: ITranslator | null) => {
    watchCrashes(sessions, (translator ?? nullTranslator).load(TRANSLATION_DOMAIN));
  }
};
