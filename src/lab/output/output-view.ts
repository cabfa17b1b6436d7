import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Panel } from '@lumino/widgets';
import { readSessionOutput, SESSION_MIME } from '../../contract/session-output.ts';
import { Notice } from '../frame/notice.ts';
import type { Preferences } from '../preferences.ts';
import type { PhoenixViews } from '../tokens.ts';

export interface OutputDependencies {
  views: PhoenixViews;
  preferences: Preferences;
  trans: TranslationBundle;
  /** Runs the cell around a node again. */
  rerun: (node: Node) => Promise<void>;
}

/**
 * What a cell shows for a session. The output may come from anywhere, so nothing of it is used but the id, which is
 * looked up on this Jupyter server, the name, as text, and the height, within limits.
 */
export class OutputView extends Panel implements IRenderMime.IRenderer {
  readonly #dependencies: OutputDependencies;
  #shown = '';

  constructor(dependencies: OutputDependencies) {
    super();
    this.#dependencies = dependencies;
    this.addClass('phoenix-Output');
  }

  renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const { views, preferences, trans, rerun } = this.#dependencies;
    const json = model.data[SESSION_MIME];
    const shown = JSON.stringify(json);
    if (shown === this.#shown) {
      return Promise.resolve();
    }
    this.#shown = shown;
    for (const widget of [...this.widgets]) {
      widget.dispose();
    }
    const output = readSessionOutput(json);
    if (output === undefined) {
      this.addWidget(new Notice({ text: trans.__('This output names no Phoenix session.') }));
      return Promise.resolve();
    }
    const { id, name, height = preferences.viewHeight, place } = output;
    this.node.style.setProperty('--phoenix-view-height', `${height}px`);
    this.addWidget(
      views.create({
        id,
        name: name === '' ? id : name,
        host: 'frame',
        ...(place !== undefined && { place }),
        rerun: () => rerun(this.node)
      })
    );
    return Promise.resolve();
  }
}
