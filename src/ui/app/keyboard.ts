/** `x`, `Shift+e`, `Mod+k` (⌘ on a Mac, Ctrl elsewhere), `g h` (one after the other), `ArrowDown`, `Space`, `?`. */
export type Keys = string;

export interface KeyBinding {
  keys: Keys;
  /** What it does, as the reader sees it in the list of keys. */
  label: string;
  run: (event: KeyboardEvent) => void;
  /** Heading in the list of keys. */
  group?: string;
  /** Also while typing in a field; for keys with Mod. */
  whileTyping?: boolean;
  /** Belongs to what lies over the rest of a place, and wins over the keys there, also over those that come later. */
  isOver?: boolean;
}

/** How long the second key of `g h` may take. */
const SEQUENCE_MS = 1200;
const SETTING = 'phoenix.keys';

/** The keys valid on the page now. The newest binding of a key wins, so that a drawer can take over the table's. */
export class Keyboard {
  readonly #target: Window;
  #bindings: readonly KeyBinding[] = [];
  #isOn: boolean;
  #pending: { key: string; until: number } | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(target: Window) {
    this.#target = target;
    this.#isOn = readSetting(target);
    target.addEventListener('keydown', this.#press);
  }

  /** Makes keys valid until the returned function is called. */
  add(bindings: readonly KeyBinding[]): () => void {
    const all = [...this.#bindings, ...bindings];
    this.#bindings = [
      ...all.filter(({ isOver }) => !isOver),
      ...all.filter(({ isOver }) => isOver)
    ];
    this.#tell();
    return () => {
      this.#bindings = this.#bindings.filter(binding => !bindings.includes(binding));
      this.#tell();
    };
  }

  readonly readBindings = (): readonly KeyBinding[] => this.#bindings;
  readonly readIsOn = (): boolean => this.#isOn;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Switches all single keys off or on; kept in this browser. Keys with Mod stay. */
  readonly setOn = (isOn: boolean): void => {
    this.#isOn = isOn;
    try {
      this.#target.localStorage.setItem(SETTING, isOn ? 'on' : 'off');
    } catch {
      // Without storage the choice holds for this page only.
    }
    this.#tell();
  };

  close(): void {
    this.#target.removeEventListener('keydown', this.#press);
    this.#listeners.clear();
  }

  #tell(): void {
    this.#listeners.forEach(listener => listener());
  }

  readonly #press = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || isModifier(event.key)) {
      return;
    }
    const written = nameOf(event);
    const sequence =
      this.#pending && event.timeStamp < this.#pending.until
        ? `${this.#pending.key} ${written}`
        : undefined;
    this.#pending = undefined;
    const isTyping = isField(event.target);
    if (isActivation(event)) {
      return;
    }
    const usable = this.#bindings.filter(
      ({ keys, whileTyping }) =>
        (this.#isOn || keys.startsWith('Mod+')) &&
        (!isTyping || whileTyping === true) &&
        !isBehindDialog(event)
    );
    const found =
      usable.findLast(({ keys }) => keys === sequence) ??
      usable.findLast(({ keys }) => keys === written);
    if (found) {
      event.preventDefault();
      found.run(event);
    } else if (usable.some(({ keys }) => keys.startsWith(`${written} `))) {
      this.#pending = { key: written, until: event.timeStamp + SEQUENCE_MS };
    }
  };
}

/** The name a binding has for a press. A printed character already says whether Shift was held. */
function nameOf({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): string {
  const letter = key === ' ' ? 'Space' : key.length === 1 ? key.toLowerCase() : key;
  const isShifted = shiftKey && (letter.length > 1 || letter !== letter.toUpperCase());
  return [
    ctrlKey || metaKey ? 'Mod+' : '',
    altKey ? 'Alt+' : '',
    isShifted ? 'Shift+' : '',
    letter
  ].join('');
}

function isModifier(key: string): boolean {
  return key === 'Shift' || key === 'Control' || key === 'Alt' || key === 'Meta';
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target instanceof HTMLTextAreaElement ||
      target instanceof HTMLSelectElement ||
      (target instanceof HTMLInputElement &&
        !['checkbox', 'radio', 'range', 'button'].includes(target.type)))
  );
}

/** Enter and Space belong to the button or link that has the focus. */
function isActivation({ key, target }: KeyboardEvent): boolean {
  return (
    (key === 'Enter' || key === ' ') &&
    target instanceof Element &&
    target.closest('button, a[href], summary, [role="button"]') !== null
  );
}

/** An open dialog has the keyboard to itself, also when what had the focus in it is gone. */
function isBehindDialog({ target }: KeyboardEvent): boolean {
  return (
    target instanceof Element &&
    (target.closest('[role="dialog"], [role="menu"], [role="listbox"]') !== null ||
      (target === document.body && document.querySelector('.overlay') !== null))
  );
}

function readSetting(target: Window): boolean {
  try {
    return target.localStorage.getItem(SETTING) !== 'off';
  } catch {
    return true;
  }
}

const SYMBOLS = new Map([
  ['ArrowUp', '↑'],
  ['ArrowDown', '↓'],
  ['ArrowLeft', '←'],
  ['ArrowRight', '→'],
  ['Escape', 'Esc']
]);

/** The keys as printed on the reader's keyboard, one string per key cap. */
export function keyCaps(keys: Keys, isMac: boolean): string[] {
  return keys.split(' ').flatMap(press =>
    press.split(/(?<=.)\+(?=.)/).map(part => {
      if (part === 'Mod') {
        return isMac ? '⌘' : 'Ctrl';
      }
      return (
        SYMBOLS.get(part) ?? (part.length === 1 && press.length > 1 ? part.toUpperCase() : part)
      );
    })
  );
}
