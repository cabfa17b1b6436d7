import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { Panel } from '@lumino/widgets';
import { readTraceOutput, TRACE_MIME } from '../../contract/cell-card.ts';
import { Notice } from '../frame/notice.ts';
import type { PhoenixSessions } from '../tokens.ts';
import { TraceCard } from './trace-card.ts';
import type { Words } from './words.ts';

export interface TraceOutputDependencies {
  sessions: PhoenixSessions;
  words: Words;
  /** Shows a place of a session in the main area. */
  open: (sessionId: string, place: string) => void;
  copy: (code: string) => void;
}

/**
 * What a cell shows for the traces it made. The output may come from anywhere: its texts are shown as text, its numbers within their ranges, and
 * its ids, once they are found to be such, lead into a session of this Jupyter server.
 */
export class TraceOutputView extends Panel implements IRenderMime.IRenderer {
  readonly #dependencies: TraceOutputDependencies;
  #shown = '';

  constructor(dependencies: TraceOutputDependencies) {
    super();
    this.#dependencies = dependencies;
    this.addClass('phoenix-TraceOutput');
  }

  renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const json = model.data[TRACE_MIME];
    const shown = JSON.stringify(json);
    if (shown === this.#shown) {
      return Promise.resolve();
    }
    this.#shown = shown;
    for (const widget of [...this.widgets]) {
      widget.dispose();
    }
    const output = readTraceOutput(json);
    this.addWidget(
      output === undefined
        ? new Notice({
            text: this.#dependencies.words.trans.__('This output is no card of traces.')
          })
        : new TraceCard(output, this.#dependencies)
    );
    return Promise.resolve();
  }
}
