import { PageConfig } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';

/** Why there are no sessions where nobody answers for them, and the command that changes it. */
export function describeMissing(trans: TranslationBundle): { text: string; command?: string } {
  return PageConfig.getOption('appName') === 'JupyterLite'
    ? {
        text: trans.__(
          'Phoenix needs a Jupyter server, and JupyterLite has none. Open this notebook in JupyterLab or Notebook 7.'
        )
      }
    : {
        text: trans.__(
          'Phoenix needs its server extension, which is not enabled on this Jupyter server. Enable it, then restart Jupyter:'
        ),
        command: 'jupyter server extension enable jupyterlab_phoenix'
      };
}
