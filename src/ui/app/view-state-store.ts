import type { ViewState } from '../../contract/view-state.ts';
import { decodeViewState, encodeViewState, isSamePlace } from './view-state.ts';

/** Fields that belong to the reader, not to a place: they stay when the place changes. */
const LASTING = ['theme', 'range'] as const;

export type ViewStatePatch = { [F in keyof Omit<ViewState, 'place'>]?: ViewState[F] | undefined };
export type Destination = Pick<ViewState, 'place'> & ViewStatePatch;

/**
 * The view-state of one page, kept in the address after `#`. A host that makes the frame anew (a cell is moved)
 * forgets the address, so that a copy stays in the tab's session storage under the page's path.
 */
export class ViewStateStore {
  readonly #window: Window;
  readonly #listeners = new Set<() => void>();
  #state: ViewState;
  #restored: boolean;

  constructor(target: Window) {
    this.#window = target;
    const { hash } = target.location;
    const kept = hash.replace(/^#/, '').startsWith('/') ? undefined : this.#readCopy();
    this.#restored = kept !== undefined;
    this.#state = {
      ...decodeViewState(kept?.hash ?? ''),
      ...definedOf(decodeViewState(hash), kept)
    };
    target.addEventListener('popstate', this.#reread);
    target.addEventListener('hashchange', this.#reread);
  }

  get state(): ViewState {
    return this.#state;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly read = (): ViewState => this.#state;

  /** Changes settings of the place in view; `undefined` gives a field its default back. *Back* undoes a `step`. */
  readonly update = (patch: ViewStatePatch, how?: 'step'): void => {
    this.#apply(withoutUndefined({ ...this.#state, ...patch }), how);
  };

  /** Goes to another place; its settings start from their defaults. *Back* returns. */
  readonly go = (destination: Destination): void => {
    const lasting = Object.fromEntries(LASTING.map(field => [field, this.#state[field]]));
    this.#apply(withoutUndefined({ ...lasting, ...destination }));
  };

  /** The address of a destination, for links. */
  readonly hrefOf = (destination: Destination): string => {
    const lasting = Object.fromEntries(LASTING.map(field => [field, this.#state[field]]));
    return '#' + encodeViewState(withoutUndefined({ ...lasting, ...destination }));
  };

  /** Tells which session answers; a copy kept from another one (a port used again) is dropped. */
  readonly confirmSession = (id: string): void => {
    const kept = this.#readCopy();
    if (this.#restored && kept?.id !== undefined && kept.id !== id) {
      this.#apply(withoutUndefined({ place: 'home', theme: this.#state.theme }), 'replace');
    }
    this.#restored = false;
    this.#writeCopy(id);
  };

  close(): void {
    this.#window.removeEventListener('popstate', this.#reread);
    this.#window.removeEventListener('hashchange', this.#reread);
    this.#listeners.clear();
  }

  #apply(next: ViewState, how?: 'replace' | 'step'): void {
    const hash = '#' + encodeViewState(next);
    const pushes =
      how === 'step'
        ? hash !== '#' + encodeViewState(this.#state)
        : how !== 'replace' && !isSamePlace(this.#state, next);
    this.#state = next;
    const { history } = this.#window;
    if (pushes) {
      history.pushState(null, '', hash);
    } else {
      history.replaceState(null, '', hash);
    }
    this.#writeCopy();
    this.#listeners.forEach(listener => listener());
  }

  readonly #reread = (): void => {
    const next = decodeViewState(this.#window.location.hash);
    if (encodeViewState(next) !== encodeViewState(this.#state)) {
      this.#state = next;
      this.#writeCopy();
      this.#listeners.forEach(listener => listener());
    }
  };

  get #copyKey(): string {
    return `phoenix-view:${this.#window.location.pathname}`;
  }

  #readCopy(): { id?: string; hash: string } | undefined {
    try {
      const copy: unknown = JSON.parse(
        this.#window.sessionStorage.getItem(this.#copyKey) ?? 'null'
      );
      return isCopy(copy) ? copy : undefined;
    } catch {
      // Storage may be forbidden, or hold what an older version wrote; the view then starts at Home.
      return undefined;
    }
  }

  #writeCopy(id = this.#readCopy()?.id): void {
    try {
      this.#window.sessionStorage.setItem(
        this.#copyKey,
        JSON.stringify({ id, hash: encodeViewState(this.#state) })
      );
    } catch {
      // Forbidden or full storage only costs the copy: the address is still right.
    }
  }
}

function isCopy(value: unknown): value is { id?: string; hash: string } {
  return (
    typeof value === 'object' && value !== null && 'hash' in value && typeof value.hash === 'string'
  );
}

/** What a host's bare `#theme=dark` adds to the copy; a whole address stands for itself. */
function definedOf(written: ViewState, kept: { hash: string } | undefined): Partial<ViewState> {
  return kept === undefined ? written : written.theme === undefined ? {} : { theme: written.theme };
}

function withoutUndefined(state: Destination): ViewState {
  return Object.fromEntries(
    Object.entries(state).filter(([, value]) => value !== undefined)
  ) as unknown as ViewState;
}
