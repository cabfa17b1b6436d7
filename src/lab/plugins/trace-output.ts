import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Clipboard } from '@jupyterlab/apputils';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { TRACE_MIME } from '../../contract/cell-card.ts';
import { TraceOutputView } from '../card/trace-output-view.ts';
import { createWords } from '../card/words.ts';
import { OPEN_SESSION } from '../commands/open-session.ts';
import { IPhoenixSessions, type PhoenixSessions } from '../tokens.ts';
import { TRANSLATION_DOMAIN } from '../translation-domain.ts';

export const traceOutputPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-phoenix:trace-output',
  description: 'Shows the traces that a cell made in a card under it.',
  autoStart: true,
  requires: [IRenderMimeRegistry, IPhoenixSessions],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    registry: IRenderMimeRegistry,
    sessions: PhoenixSessions,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    registry.addFactory(
      {
        // Texts of the output become text, numbers and ids are checked, and no markup is made of it.
        safe: true,
        mimeTypes: [TRACE_MIME],
        createRenderer: () =>
          new TraceOutputView({
            sessions,
            // The language may be known only after the extension is active.
            words: createWords(trans, translator?.languageCode),
            open: (id, place) => void app.commands.execute(OPEN_SESSION, { id, place }),
            copy: code => Clipboard.copyToSystem(code)
          })
      },
      0
    );
  }
};
