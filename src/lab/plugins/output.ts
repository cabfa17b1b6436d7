import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { SESSION_MIME } from '../../contract/session-output.ts';
import { runCellAround } from '../notebooks/run-cell-around.ts';
import { OutputView } from '../output/output-view.ts';
import type { Preferences } from '../preferences.ts';
import { IPhoenixPreferences, IPhoenixViews, type PhoenixViews } from '../tokens.ts';
import { TRANSLATION_DOMAIN } from '../translation-domain.ts';

export const outputPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-phoenix:output',
  description: 'Shows the live session for the output of `session.view()`.',
  autoStart: true,
  requires: [IRenderMimeRegistry, IPhoenixViews, IPhoenixPreferences],
  optional: [INotebookTracker, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    registry: IRenderMimeRegistry,
    views: PhoenixViews,
    preferences: Preferences,
    notebooks: INotebookTracker | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const rerun = (node: Node) => runCellAround(node, { app, notebooks, trans });
    registry.addFactory(
      {
        // The renderer takes an id, a name and a height from the output, and no markup.
        safe: true,
        mimeTypes: [SESSION_MIME],
        createRenderer: () => new OutputView({ views, preferences, trans, rerun })
      },
      0
    );
  }
};
