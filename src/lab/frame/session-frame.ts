import { IFrame } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import { type ISignal, Signal } from '@lumino/signaling';
import type { AppMessage, HostMessage } from '../../contract/host-messages.ts';
import { toPlace, toUrl } from './place.ts';
import { readAppMessage } from './read-app-message.ts';

export interface SessionFrameOptions {
  id: string;
  /** What a screen reader calls the frame. */
  title: string;
  /** Absolute address of the app, ending with a slash. */
  base: string;
  host: 'tab' | 'frame';
  /** Where in the app to begin, relative to `base`. */
  place: string;
  /** Called whenever the app has to be told about colors. */
  readTheme: () => HostMessage;
  /** Emits when {@link readTheme} may give another answer. */
  themeSources: readonly ISignal<object, void>[];
}

/**
 * The app in a frame. The proxied app has Jupyter's origin, so the sandbox is no wall against it: it only takes away
 * what the app never needs, and the app's own content security policy does the rest.
 */
export class SessionFrame extends IFrame {
  readonly #options: SessionFrameOptions;
  readonly #iframe: HTMLIFrameElement;
  readonly #closed = new AbortController();
  readonly #received = new Signal<this, AppMessage>(this);
  readonly #placeChanged = new Signal<this, void>(this);
  #place: string;
  #isListening = false;

  constructor(options: SessionFrameOptions) {
    super({
      sandbox: [
        'allow-scripts',
        'allow-same-origin',
        'allow-forms',
        'allow-downloads',
        'allow-popups'
      ],
      referrerPolicy: 'same-origin'
    });
    this.#options = options;
    this.#place = options.place;
    this.#iframe = findFrame(this.node);
    this.#iframe.title = options.title;
    this.addClass('phoenix-SessionFrame');
    this.url = toUrl(options.base, options.place, options.host);

    const { signal } = this.#closed;
    window.addEventListener('message', event => this.#receive(event), { signal });
    this.#iframe.addEventListener('load', () => this.#watchPlace(), { signal });
    for (const source of options.themeSources) {
      source.connect(this.#sendTheme, this);
    }
  }

  /** What the app asks of its host; `phoenix:hello` has been answered already. */
  get received(): ISignal<this, AppMessage> {
    return this.#received;
  }

  get placeChanged(): ISignal<this, void> {
    return this.#placeChanged;
  }

  /** Where the app is, relative to its base: opening it there shows the same view. */
  get place(): string {
    const href = readHref(this.#iframe);
    return (href === undefined ? undefined : toPlace(this.#options.base, href)) ?? this.#place;
  }

  /** Leads the app to another place; while it still loads, it begins there. */
  go(place: string): void {
    this.#place = place;
    const inner = this.#iframe.contentWindow;
    const url = toUrl(this.#options.base, place, this.#options.host);
    if (inner === null || readHref(this.#iframe) === undefined) {
      this.url = url;
    } else {
      // Only the part after # differs, so nothing is loaded again.
      inner.location.hash = new URL(url).hash;
    }
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this.#closed.abort();
    Signal.clearData(this);
    super.dispose();
  }

  protected override onBeforeDetach(message: Message): void {
    this.#place = this.place;
    this.#isListening = false;
    super.onBeforeDetach(message);
  }

  // Browsers load a frame anew when it is attached again; it shall come back where it was.
  protected override onAfterDetach(message: Message): void {
    super.onAfterDetach(message);
    this.url = toUrl(this.#options.base, this.#place, this.#options.host);
  }

  #receive(event: MessageEvent): void {
    const isOurs =
      event.source === this.#iframe.contentWindow &&
      event.origin === new URL(this.#options.base).origin;
    const message = isOurs ? readAppMessage(event.data, this.#options.id) : undefined;
    if (message === undefined) {
      return;
    }
    if (message.type === 'phoenix:hello') {
      this.#isListening = true;
      this.#sendTheme();
    }
    this.#received.emit(message);
  }

  #sendTheme(): void {
    if (this.#isListening) {
      const { origin } = new URL(this.#options.base);
      this.#iframe.contentWindow?.postMessage(this.#options.readTheme(), origin);
    }
  }

  // The app writes its view-state with `history.replaceState`, which only the Navigation API tells about; without
  // it the place is still read when the frame is detached.
  #watchPlace(): void {
    const inner = this.#iframe.contentWindow;
    if (inner === null || readHref(this.#iframe) === undefined) {
      return;
    }
    const emit = () => this.#placeChanged.emit();
    inner.addEventListener('hashchange', emit);
    inner.addEventListener('popstate', emit);
    if ('navigation' in inner) {
      inner.navigation.addEventListener('currententrychange', emit);
    }
  }
}

function findFrame(node: HTMLElement): HTMLIFrameElement {
  const iframe = node.querySelector('iframe');
  if (iframe === null) {
    throw new TypeError('JupyterLab made an IFrame widget without a frame');
  }
  return iframe;
}

/** Undefined while nothing is loaded, and when a Jupyter server of another origin is shown. */
function readHref(iframe: HTMLIFrameElement): string | undefined {
  try {
    return iframe.contentWindow?.location.href;
  } catch (error) {
    if (error instanceof DOMException) {
      return undefined;
    }
    throw error;
  }
}
