import type { TranslationBundle } from '@jupyterlab/translation';
import { type ISignal, Signal } from '@lumino/signaling';
import { Panel } from '@lumino/widgets';
import type { AppMessage } from '../../contract/host-messages.ts';
import type { ServerEntry } from '../../contract/server-entry.ts';
import { describeMissing } from '../sessions/describe-missing.ts';
import { launchAgain } from '../sessions/launch-again.ts';
import type { PhoenixSessions } from '../tokens.ts';
import { Notice, type NoticeOptions } from './notice.ts';
import { SessionFrame, type SessionFrameOptions } from './session-frame.ts';

export interface SessionViewOptions {
  sessionId: string;
  /** The session's name as the caller knows it, for sentences about a session that is gone. */
  name: string;
  host: 'tab' | 'frame';
  /** Where in the app to begin. */
  place: string;
  sessions: PhoenixSessions;
  trans: TranslationBundle;
  theme: Pick<SessionFrameOptions, 'readTheme' | 'themeSources'>;
  /** Runs the code that made the session; without it the view can only tell that the session is closed. */
  rerun?: (() => Promise<void>) | undefined;
}

type State = 'waiting' | 'live' | 'stopped' | 'closed' | 'missing' | 'failed';

/**
 * A session wherever it is shown: the app while it runs, a sentence when it does not, and the app again when it is
 * back. After a crash the app stays under the sentence, since it can still be read.
 */
export class SessionView extends Panel {
  readonly sessionId: string;
  readonly #options: SessionViewOptions;
  readonly #received = new Signal<this, AppMessage>(this);
  readonly #placeChanged = new Signal<this, void>(this);
  #frame: SessionFrame | null = null;
  #notice: Notice | null = null;
  #state: State | null = null;
  #place: string;
  #name: string;
  /** Whether the list was asked since this view exists, or knew the session before: its absence then means something. */
  #isLookedUp = false;

  constructor(options: SessionViewOptions) {
    super();
    this.sessionId = options.sessionId;
    this.#options = options;
    this.#place = options.place;
    this.#name = options.name;
    this.addClass('phoenix-SessionView');
    options.sessions.changed.connect(this.#sync, this);
    this.#sync();
    if (this.#state === 'waiting') {
      void this.#lookUp();
    }
  }

  get received(): ISignal<this, AppMessage> {
    return this.#received;
  }

  get placeChanged(): ISignal<this, void> {
    return this.#placeChanged;
  }

  get place(): string {
    return this.#frame?.place ?? this.#place;
  }

  /** The session's name as far as it is known, also after its end. */
  get sessionName(): string {
    return this.#entry?.name ?? this.#name;
  }

  /** Leads the app to another place; an empty one leaves it where it is. */
  go(place: string): void {
    if (place !== '') {
      this.#place = place;
      this.#frame?.go(place);
    }
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this.#options.sessions.changed.disconnect(this.#sync, this);
    Signal.clearData(this);
    super.dispose();
  }

  get #entry(): ServerEntry | undefined {
    return this.#options.sessions.findById(this.sessionId);
  }

  // A session that a cell has just started is not in the list yet.
  async #lookUp(): Promise<void> {
    await this.#options.sessions.refresh();
    this.#isLookedUp = true;
    if (!this.isDisposed) {
      this.#sync();
    }
  }

  #sync(): void {
    const state = this.#findState();
    if (state === this.#state) {
      return;
    }
    this.#state = state;
    this.node.dataset['phoenixState'] = state;
    this.#setNotice(this.#describe(state));
    if (state === 'live') {
      this.#showFrame();
    } else if (state === 'closed' || state === 'missing') {
      this.#dropFrame();
    }
  }

  #findState(): State {
    const entry = this.#entry;
    if (entry !== undefined) {
      this.#isLookedUp = true;
      this.#name = entry.name;
      return entry.healthy ? 'live' : 'stopped';
    }
    switch (this.#options.sessions.state) {
      case 'loading':
        return 'waiting';
      case 'missing':
        return 'missing';
      case 'failed':
        return 'failed';
      case 'ready':
        return this.#isLookedUp ? 'closed' : 'waiting';
    }
  }

  #describe(state: State): NoticeOptions | null {
    const { trans, sessions, rerun } = this.#options;
    const name = this.sessionName;
    switch (state) {
      case 'waiting':
      case 'live':
        return null;
      case 'stopped':
        return {
          text: trans.__('Phoenix “%1” has stopped. Its data is still on disk.', name),
          action: {
            label: trans.__('Launch again'),
            run: () => launchAgain(sessions, this.sessionId, trans)
          }
        };
      case 'closed':
        return {
          text: trans.__('Phoenix “%1” is closed. Its exports are still on disk.', name),
          ...(rerun === undefined
            ? { hint: trans.__('Launch it again from its notebook.') }
            : { action: { label: trans.__('Run the cell again'), run: rerun } })
        };
      case 'missing': {
        const { text, command } = describeMissing(trans);
        return { text, ...(command !== undefined && { hint: command }) };
      }
      case 'failed':
        return {
          text: trans.__('Cannot look for Phoenix “%1”: %2', name, sessions.failure),
          action: { label: trans.__('Try again'), run: () => sessions.refresh() }
        };
    }
  }

  #setNotice(options: NoticeOptions | null): void {
    this.#notice?.dispose();
    this.#notice = null;
    if (options !== null) {
      this.#notice = new Notice(options);
      this.insertWidget(0, this.#notice);
    }
  }

  #showFrame(): void {
    if (this.#frame !== null) {
      return;
    }
    const { sessions, trans, host, theme } = this.#options;
    this.#frame = new SessionFrame({
      id: this.sessionId,
      title: trans.__('Phoenix session %1', this.sessionName),
      base: sessions.appUrl(this.sessionId),
      host,
      place: this.#place,
      ...theme
    });
    this.#frame.received.connect(this.#onReceived, this);
    this.#frame.placeChanged.connect(this.#onPlaceChanged, this);
    this.addWidget(this.#frame);
  }

  #dropFrame(): void {
    this.#place = this.place;
    this.#frame?.dispose();
    this.#frame = null;
  }

  #onReceived(_: SessionFrame, message: AppMessage): void {
    this.#received.emit(message);
  }

  #onPlaceChanged(): void {
    this.#placeChanged.emit();
  }
}
