import type { AppMessage, HostMessage } from '../../contract/host-messages.ts';

export type Theme = 'light' | 'dark';

/** What surrounds the page: nothing (a browser tab) or a frame, perhaps one whose host speaks our words. */
export interface HostState {
  kind: 'tab' | 'frame';
  /** The host answered: it takes `phoenix:insert-code` and `phoenix:open-tab`. */
  canTalk: boolean;
  /** What the host asks for; null when it says nothing, and the browser's preference decides. */
  theme: Theme | null;
  /** JupyterLab's custom properties, `--jp-…`, resolved. */
  variables: Record<string, string>;
  locale: string | undefined;
}

/** JupyterLab writes the name of its theme on its body; the properties below follow it. */
const THEME_ATTRIBUTES = ['data-jp-theme-name', 'data-jp-theme-light'];

/** The properties of JupyterLab's themes that our tokens are made of (`styles/tokens.css`). */
export const JUPYTER_VARIABLES = [
  '--jp-layout-color0',
  '--jp-layout-color1',
  '--jp-layout-color2',
  '--jp-layout-color3',
  '--jp-border-color0',
  '--jp-border-color1',
  '--jp-border-color2',
  '--jp-ui-font-color0',
  '--jp-ui-font-color1',
  '--jp-ui-font-color2',
  '--jp-ui-font-color3',
  '--jp-ui-font-family',
  '--jp-ui-font-size0',
  '--jp-ui-font-size1',
  '--jp-ui-font-size2',
  '--jp-code-font-family',
  '--jp-code-font-size',
  '--jp-brand-color1',
  '--jp-brand-color2',
  '--jp-error-color1',
  '--jp-warn-color1',
  '--jp-success-color1',
  '--jp-info-color1',
  '--jp-mirror-editor-keyword-color',
  '--jp-mirror-editor-string-color',
  '--jp-mirror-editor-number-color',
  '--jp-mirror-editor-comment-color'
] as const;

/** A theme's style sheet may arrive after its name: the properties are read again when it has had time to. */
const SETTLE_MS = 250;

/**
 * Talks with the page around this one. Two ways to the same thing: the host's handshake when it speaks our words,
 * else, on the same origin, its body is read and watched. Another origin is left alone.
 */
export class Host {
  readonly #window: Window;
  readonly #listeners = new Set<() => void>();
  readonly #ends: (() => void)[] = [];
  #unwatch: () => void = () => undefined;
  #state: HostState;

  constructor(target: Window, kind: HostState['kind'], locale?: string) {
    this.#window = target;
    this.#state = { kind, canTalk: false, theme: null, variables: {}, locale };
    const parent = sameOriginParent(target);
    if (parent) {
      this.#listen(parent);
      this.#watch(parent);
    }
  }

  readonly read = (): HostState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Says hello; a host that speaks our words answers with its theme. */
  greet(id: string): void {
    this.#send({ type: 'phoenix:hello', id });
  }

  insertCode(code: string): void {
    this.#send({ type: 'phoenix:insert-code', code });
  }

  openTab(): void {
    this.#send({ type: 'phoenix:open-tab' });
  }

  close(): void {
    this.#ends.forEach(end => end());
    this.#listeners.clear();
  }

  #send(message: AppMessage): void {
    sameOriginParent(this.#window)?.postMessage(message, this.#window.location.origin);
  }

  #listen(parent: Window): void {
    const receive = ({ source, origin, data }: MessageEvent<unknown>) => {
      if (source === parent && origin === this.#window.location.origin && isThemeMessage(data)) {
        // From here on the host decides; it may have been told to differ from the page around it.
        this.#unwatch();
        this.#change({
          canTalk: true,
          theme: data.theme,
          variables: jupyterOnly(data.variables),
          ...(data.locale !== undefined && { locale: data.locale })
        });
      }
    };
    this.#window.addEventListener('message', receive);
    this.#ends.push(() => this.#window.removeEventListener('message', receive));
  }

  #watch(parent: Window): void {
    const { body } = parent.document;
    const read = () => {
      if (body.dataset['jpThemeName'] !== undefined) {
        this.#change({
          theme: body.dataset['jpThemeLight'] === 'false' ? 'dark' : 'light',
          variables: readVariables(parent)
        });
      }
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const observer = new MutationObserver(() => {
      read();
      clearTimeout(timer);
      timer = setTimeout(read, SETTLE_MS);
    });
    observer.observe(body, { attributes: true, attributeFilter: THEME_ATTRIBUTES });
    this.#unwatch = () => {
      observer.disconnect();
      clearTimeout(timer);
    };
    this.#ends.push(() => this.#unwatch());
    read();
  }

  #change(patch: Partial<HostState>): void {
    this.#state = { ...this.#state, ...patch };
    this.#listeners.forEach(listener => listener());
  }
}

function sameOriginParent({ parent, self, location }: Window): Window | undefined {
  try {
    return parent !== self && parent.location.origin === location.origin ? parent : undefined;
  } catch (error) {
    // A parent on another origin refuses to tell its address.
    if (error instanceof DOMException) {
      return undefined;
    }
    throw error;
  }
}

function readVariables(parent: Window): Record<string, string> {
  const style = parent.getComputedStyle(parent.document.body);
  return Object.fromEntries(
    JUPYTER_VARIABLES.map(name => [name, style.getPropertyValue(name).trim()]).filter(
      ([, value]) => value
    )
  ) as Record<string, string>;
}

function isThemeMessage(data: unknown): data is HostMessage {
  return (
    typeof data === 'object' &&
    data !== null &&
    'type' in data &&
    data.type === 'phoenix:theme' &&
    'theme' in data &&
    (data.theme === 'light' || data.theme === 'dark') &&
    'variables' in data &&
    typeof data.variables === 'object' &&
    data.variables !== null
  );
}

function jupyterOnly(variables: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).filter(
      ([name, value]) => name.startsWith('--jp-') && typeof value === 'string'
    )
  ) as Record<string, string>;
}

/** `?host=frame` and `?host=tab` decide; else a page with a parent is in a frame. */
export function findHostKind(target: Window): HostState['kind'] {
  const asked = new URLSearchParams(target.location.search).get('host');
  return asked === 'tab' || asked === 'frame' ? asked : target.parent === target ? 'tab' : 'frame';
}
