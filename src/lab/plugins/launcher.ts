import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ILauncher } from '@jupyterlab/launcher';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { CREATE_NOTEBOOK } from '../commands/create-notebook.ts';
import { TRANSLATION_DOMAIN } from '../translation-domain.ts';

export const launcherPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-phoenix:launcher',
  description: 'Adds a card to the launcher.',
  autoStart: true,
  // Notebook 7 has no launcher.
  optional: [ILauncher, ITranslator],
  activate: (_: JupyterFrontEnd, launcher: ILauncher | null, translator: ITranslator | null) => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    launcher?.add({
      command: CREATE_NOTEBOOK,
      args: { isLauncher: true },
      category: trans.__('Other'),
      // The first card of a category lends it its icon.
      rank: 4
    });
  }
};
