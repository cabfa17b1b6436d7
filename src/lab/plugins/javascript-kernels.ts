import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import type { ISessionContext } from '@jupyterlab/apputils';
import { IConsoleTracker } from '@jupyterlab/console';
import { INotebookTracker } from '@jupyterlab/notebook';
import type { Kernel } from '@jupyterlab/services';
import { findKind } from '../kernels/javascript-kernel.ts';
import { patchKernel } from '../kernels/patch-kernel.ts';
import { readKernelFolder } from '../sessions/servers-request.ts';

export const javaScriptKernelsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-phoenix:javascript-kernels',
  description: 'Lets Deno and tslab notebooks and consoles understand %phoenix.',
  autoStart: true,
  // Notebook 7 has no consoles on the pages of notebooks.
  optional: [INotebookTracker, IConsoleTracker],
  activate: (
    app: JupyterFrontEnd,
    notebooks: INotebookTracker | null,
    consoles: IConsoleTracker | null
  ) => {
    const { serverSettings } = app.serviceManager;
    let folder: Promise<string> | undefined;
    const patch = async (kernel: Kernel.IKernelConnection): Promise<void> => {
      const kind = findKind(kernel.name) ?? findKind((await kernel.info).implementation);
      if (kind === undefined) {
        return;
      }
      folder ??= readKernelFolder(serverSettings);
      try {
        const found = await folder;
        if (found !== '') {
          patchKernel(kernel, { kind, id: kernel.id, folder: found });
        }
      } catch (error) {
        // Without our server extension there is no client to call, and the next kernel asks again.
        folder = undefined;
        console.warn(
          'Cannot let the kernel understand %phoenix: the Jupyter server does not answer',
          error
        );
      }
    };
    const watch = (context: ISessionContext): void => {
      const patchCurrent = () => {
        const kernel = context.session?.kernel;
        if (kernel) {
          void patch(kernel);
        }
      };
      context.kernelChanged.connect(patchCurrent);
      patchCurrent();
    };
    notebooks?.widgetAdded.connect((_, panel) => watch(panel.sessionContext));
    consoles?.widgetAdded.connect((_, panel) => watch(panel.sessionContext));
    notebooks?.forEach(panel => watch(panel.sessionContext));
    consoles?.forEach(panel => watch(panel.sessionContext));
  }
};
