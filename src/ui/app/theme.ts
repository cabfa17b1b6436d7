import type { Host, Theme } from './host.ts';
import type { ViewStateStore } from './view-state-store.ts';

const DARK = '(prefers-color-scheme: dark)';

/**
 * Keeps the document in the theme it should have: what the host says; else what the address or the reader says
 * (`theme` of the view-state); else what the browser prefers. Calls back after each change.
 */
export class ThemeKeeper {
  readonly #root: HTMLElement;
  readonly #host: Host;
  readonly #view: ViewStateStore;
  readonly #preference: MediaQueryList;
  readonly #listeners = new Set<() => void>();
  readonly #ends: (() => void)[];
  #theme: Theme | undefined;
  #variables: Record<string, string> = {};
  #revision = 0;

  constructor(target: Window, host: Host, view: ViewStateStore) {
    this.#root = target.document.documentElement;
    this.#host = host;
    this.#view = view;
    this.#preference = target.matchMedia(DARK);
    this.#preference.addEventListener('change', this.#apply);
    this.#ends = [
      host.subscribe(this.#apply),
      view.subscribe(this.#apply),
      () => this.#preference.removeEventListener('change', this.#apply)
    ];
    this.#apply();
  }

  readonly read = (): Theme => this.#theme ?? 'light';

  /** Grows with each change of theme or colours, for what is drawn with them. */
  readonly readRevision = (): number => this.#revision;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  close(): void {
    this.#ends.forEach(end => end());
    this.#listeners.clear();
  }

  readonly #apply = (): void => {
    const { theme: asked, variables } = this.#host.read();
    const theme = asked ?? this.#view.state.theme ?? (this.#preference.matches ? 'dark' : 'light');
    if (theme === this.#theme && variables === this.#variables) {
      return;
    }
    for (const name of Object.keys(this.#variables)) {
      this.#root.style.removeProperty(name);
    }
    for (const [name, value] of Object.entries(variables)) {
      this.#root.style.setProperty(name, value);
    }
    this.#root.dataset['theme'] = theme;
    this.#theme = theme;
    this.#variables = variables;
    this.#revision += 1;
    this.#listeners.forEach(listener => listener());
  };
}
