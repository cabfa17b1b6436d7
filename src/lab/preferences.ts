import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { type ISignal, Signal } from '@lumino/signaling';
import { MAX_VIEW_HEIGHT, MIN_VIEW_HEIGHT } from '../contract/session-output.ts';

export type PanelSide = 'left' | 'right';
export type OpenPlace = 'beside' | 'tab' | 'browser';
export type ThemePreference = 'follow' | 'light' | 'dark';

/** The user's settings, each with a sound value whatever the settings file says. */
export class Preferences {
  readonly #changed = new Signal<this, void>(this);
  #settings: ISettingRegistry.ISettings | null = null;

  /** Takes the values from `settings` from now on. */
  connect(settings: ISettingRegistry.ISettings): void {
    this.#settings = settings;
    settings.changed.connect(this.#onSettingsChanged, this);
    this.#changed.emit();
  }

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  get panelSide(): PanelSide {
    return this.#read('panelSide') === 'right' ? 'right' : 'left';
  }

  /** CSS pixels, for views that do not ask for a height. */
  get viewHeight(): number {
    const height = this.#read('viewHeight');
    return typeof height === 'number' && height >= MIN_VIEW_HEIGHT && height <= MAX_VIEW_HEIGHT
      ? height
      : 1000;
  }

  get theme(): ThemePreference {
    const theme = this.#read('theme');
    return theme === 'light' || theme === 'dark' ? theme : 'follow';
  }

  /** Beside its notebook, as another tab of JupyterLab, or in a tab of the browser. */
  get openIn(): OpenPlace {
    const place = this.#read('openIn');
    if (place === 'tab' || place === 'browser') {
      return place;
    }
    // A settings file of before that could not be rewritten still means what it says.
    return place === undefined && this.#read('openBeside') === false ? 'tab' : 'beside';
  }

  #read(key: string): unknown {
    return this.#settings?.get(key).composite;
  }

  #onSettingsChanged(): void {
    this.#changed.emit();
  }
}
