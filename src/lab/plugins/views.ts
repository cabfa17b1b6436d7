import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { ViewFactory } from '../frame/view-factory.ts';
import type { Preferences } from '../preferences.ts';
import {
  IPhoenixPreferences,
  IPhoenixSessions,
  IPhoenixViews,
  type PhoenixSessions,
  type PhoenixViews
} from '../tokens.ts';
import { TRANSLATION_DOMAIN } from '../translation-domain.ts';

export const viewsPlugin: JupyterFrontEndPlugin<PhoenixViews> = {
  id: 'jupyterlab-phoenix:views',
  description: 'Creates widgets that show a Phoenix session in the theme of JupyterLab.',
  autoStart: true,
  provides: IPhoenixViews,
  requires: [IPhoenixSessions, IPhoenixPreferences],
  optional: [INotebookTracker, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    sessions: PhoenixSessions,
    preferences: Preferences,
    notebooks: INotebookTracker | null,
    translator: ITranslator | null
  ) => {
    const readLanguage = () => translator?.languageCode;
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    return new ViewFactory({ app, sessions, preferences, notebooks, trans, readLanguage });
  }
};
