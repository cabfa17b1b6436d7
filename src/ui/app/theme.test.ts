// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Host } from './host.ts';
import { ThemeKeeper } from './theme.ts';
import { ViewStateStore } from './view-state-store.ts';

/** A window whose media query, parent and messages the test holds; everything else is jsdom's. */
function openWindow({
  hash = '#/',
  prefersDark = false,
  parent
}: { hash?: string; prefersDark?: boolean; parent?: unknown } = {}) {
  history.replaceState(null, '', `/${hash}`);
  const query = Object.assign(new EventTarget(), { matches: prefersDark });
  const target = Object.create(window, {
    matchMedia: { value: () => query },
    parent: { get: () => parent ?? window },
    self: { get: () => window },
    location: { get: () => window.location },
    history: { get: () => window.history },
    document: { get: () => window.document },
    sessionStorage: { get: () => window.sessionStorage },
    addEventListener: { value: window.addEventListener.bind(window) },
    removeEventListener: { value: window.removeEventListener.bind(window) }
  }) as Window;
  const flip = (matches: boolean) => {
    query.matches = matches;
    query.dispatchEvent(new Event('change'));
  };
  return { target, flip };
}

const closing: { close(): void }[] = [];
function keep(target: Window, kind: 'tab' | 'frame' = 'tab') {
  const view = new ViewStateStore(target);
  const host = new Host(target, kind);
  const keeper = new ThemeKeeper(target, host, view);
  closing.push(keeper, host, view);
  return { view, host, keeper };
}

beforeEach(() => sessionStorage.clear());
afterEach(() => closing.splice(0).forEach(thing => thing.close()));

function jupyter(name: string, isLight: boolean) {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const lab = frame.contentWindow as Window;
  lab.document.body.dataset['jpThemeName'] = name;
  lab.document.body.dataset['jpThemeLight'] = String(isLight);
  lab.document.body.style.setProperty('--jp-layout-color1', isLight ? '#fefefe' : '#010203');
  // jsdom gives an empty frame the opaque address about:blank; a real host has ours.
  const body = lab.document.body;
  return {
    body,
    parent: {
      document: lab.document,
      location: window.location,
      getComputedStyle: (element: Element) => lab.getComputedStyle(element)
    }
  };
}

describe('theme', () => {
  test('follows the browser, live, when nobody says otherwise', () => {
    const { target, flip } = openWindow({ prefersDark: true });
    const { keeper } = keep(target);
    expect(document.documentElement.dataset['theme']).toBe('dark');
    flip(false);
    expect(keeper.read()).toBe('light');
  });

  test('the address decides over the browser', () => {
    const { target } = openWindow({ hash: '#theme=dark' });
    expect(keep(target).keeper.read()).toBe('dark');
  });

  test("the reader's toggle decides over the browser and is kept in the view-state", () => {
    const { target } = openWindow({ prefersDark: true });
    const { view, keeper } = keep(target);
    view.update({ theme: 'light' });
    expect(keeper.read()).toBe('light');
    expect(location.hash).toBe('#/?theme=light');
  });

  test("reads JupyterLab's body on the same origin and follows it", async () => {
    const { body, parent } = jupyter('JupyterLab Dark', false);
    const { target } = openWindow({ hash: '#theme=light', parent });
    const { keeper } = keep(target, 'frame');
    expect(keeper.read()).toBe('dark');
    expect(document.documentElement.style.getPropertyValue('--jp-layout-color1')).toBe('#010203');
    const changed = new Promise<void>(resolve => keeper.subscribe(() => resolve()));
    body.style.setProperty('--jp-layout-color1', '#ffffff');
    body.dataset['jpThemeLight'] = 'true';
    await changed;
    expect(keeper.read()).toBe('light');
    expect(document.documentElement.style.getPropertyValue('--jp-layout-color1')).toBe('#ffffff');
  });

  test('takes the answer of its own host, and of nobody else', () => {
    const parent = { document: { body: document.createElement('div') }, location: window.location };
    const { target } = openWindow({ parent });
    const { keeper, host } = keep(target, 'frame');
    const data = {
      type: 'phoenix:theme',
      theme: 'dark',
      variables: { '--jp-brand-color1': 'red', '--bg': 'blue' }
    };
    const say = (origin: string, source: unknown) => {
      const event = new MessageEvent('message', { data, origin });
      Object.defineProperty(event, 'source', { value: source });
      window.dispatchEvent(event);
    };
    say('https://evil.example', parent);
    say(location.origin, window);
    expect(host.read().canTalk).toBe(false);
    say(location.origin, parent);
    expect(host.read().canTalk).toBe(true);
    expect(keeper.read()).toBe('dark');
    expect(document.documentElement.style.getPropertyValue('--jp-brand-color1')).toBe('red');
    expect(document.documentElement.style.getPropertyValue('--bg')).toBe('');
  });
});
