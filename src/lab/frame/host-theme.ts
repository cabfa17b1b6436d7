import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import { THEME_VARIABLES } from './theme-variables.ts';

/**
 * JupyterLab's theme as the page shows it. It is read from the document rather than from `IThemeManager`, because the
 * document also knows the user's font overrides; JupyterLab sets the attributes once a theme's style sheet is loaded.
 */
export class HostTheme implements IDisposable {
  readonly #changed = new Signal<this, void>(this);
  readonly #observer: MutationObserver;
  #isDisposed = false;

  constructor() {
    this.#observer = new MutationObserver(() => this.#changed.emit());
    this.#observer.observe(document.body, {
      attributeFilter: ['data-jp-theme-light', 'data-jp-theme-name']
    });
    this.#observer.observe(document.documentElement, { attributeFilter: ['style'] });
  }

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  get name(): 'light' | 'dark' {
    return document.body.dataset['jpThemeLight'] === 'false' ? 'dark' : 'light';
  }

  /** Values of JupyterLab's custom properties with every `var()` resolved. */
  readVariables(): Record<string, string> {
    const style = getComputedStyle(document.body);
    const values = THEME_VARIABLES.map(
      name => [name, style.getPropertyValue(name).trim()] as const
    );
    return Object.fromEntries(values.filter(([, value]) => value !== ''));
  }

  dispose(): void {
    if (this.#isDisposed) {
      return;
    }
    this.#isDisposed = true;
    this.#observer.disconnect();
    Signal.clearData(this);
  }
}
