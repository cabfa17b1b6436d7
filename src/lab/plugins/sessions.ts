import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { SessionList } from '../sessions/session-list.ts';
import { IPhoenixSessions, type PhoenixSessions } from '../tokens.ts';
import { TRANSLATION_DOMAIN } from '../translation-domain.ts';

export const sessionsPlugin: JupyterFrontEndPlugin<PhoenixSessions> = {
  id: 'jupyterlab-phoenix:sessions',
  description: 'Provides the Phoenix sessions of this Jupyter server.',
  autoStart: true,
  provides: IPhoenixSessions,
  optional: [ITranslator],
  activate: (app: JupyterFrontEnd, translator: ITranslator | null) => {
    const { serverSettings, ready } = app.serviceManager;
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const sessions = new SessionList(serverSettings, trans);
    void ready.then(() => sessions.start());
    return sessions;
  }
};
