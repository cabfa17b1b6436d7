// @vitest-environment jsdom
import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { expect, test, vi } from 'vitest';
import type { ServerEntry } from '../../contract/server-entry.ts';
import { ENTRY } from '../sessions/entry-fixture.ts';
import type { ListState, PhoenixSessions } from '../tokens.ts';
import { SessionView } from './session-view.ts';

// jsdom lacks two things that JupyterLab's widgets ask for while they load.
vi.hoisted(() => {
  Object.assign(globalThis, { DragEvent: MouseEvent, matchMedia: () => new EventTarget() });
});

/** A list of sessions that says what it is told to say. */
class ScriptedSessions implements PhoenixSessions {
  state: ListState = 'loading';
  failure = '';
  readonly serverVersion = '';
  entries: ServerEntry[] = [];
  readonly changed = new Signal<this, void>(this);

  say(state: ListState, entries: ServerEntry[] = []): void {
    this.state = state;
    this.entries = entries;
    this.changed.emit();
  }

  findById(id: string): ServerEntry | undefined {
    return this.entries.find(entry => entry.id === id);
  }

  findByKernel(): ServerEntry | undefined {
    return undefined;
  }

  refresh(): Promise<void> {
    return Promise.resolve();
  }

  launch(): Promise<ServerEntry> {
    this.say('ready', [ENTRY]);
    return Promise.resolve(ENTRY);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  appUrl(id: string): string {
    return new URL(`/phoenix/proxy/${id}/`, window.location.href).href;
  }
}

function openView(rerun?: () => Promise<void>) {
  const sessions = new ScriptedSessions();
  const view = new SessionView({
    sessionId: ENTRY.id,
    name: 'from the output',
    host: 'frame',
    place: '',
    sessions,
    trans: nullTranslator.load('jupyterlab_phoenix'),
    theme: {
      readTheme: () => ({ type: 'phoenix:theme', theme: 'light', variables: {} }),
      themeSources: []
    },
    rerun
  });
  Widget.attach(view, document.body);
  const read = () => ({
    text: view.node.textContent,
    hasFrame: view.node.querySelector('iframe') !== null
  });
  return { sessions, view, read, [Symbol.dispose]: () => view.dispose() };
}

test('a view waits without a word until the list is known', () => {
  using opened = openView();
  expect(opened.read()).toEqual({ text: '', hasFrame: false });
});

test('a view shows the app when the session runs', () => {
  using opened = openView();
  opened.sessions.say('ready', [ENTRY]);
  expect(opened.read()).toEqual({ text: '', hasFrame: true });
});

test('a view keeps the app under the sentence after a crash, and alone again after launching', async () => {
  using opened = openView();
  opened.sessions.say('ready', [ENTRY]);
  const frame = opened.view.node.querySelector('iframe');
  opened.sessions.say('ready', [{ ...ENTRY, healthy: false }]);
  expect(opened.read().text).toContain('Phoenix “digits” has stopped');
  opened.view.node.querySelector('button')?.click();
  await Promise.resolve();
  expect(opened.read()).toEqual({ text: '', hasFrame: true });
  expect(opened.view.node.querySelector('iframe')).toBe(frame);
});

test('a view of a closed session says so, by its last name, however often the list changes', () => {
  using opened = openView();
  opened.sessions.say('ready', [ENTRY]);
  opened.sessions.say('ready', []);
  opened.sessions.say('ready', []);
  expect(opened.read().text).toContain('Phoenix “digits” is closed');
  expect(opened.read().hasFrame).toBe(false);
});

test('a view of a session that never was there says closed once the list was asked', async () => {
  using opened = openView();
  opened.sessions.state = 'ready';
  await new Promise(done => setTimeout(done));
  expect(opened.read().text).toContain('Phoenix “from the output” is closed');
});

test('a view offers to run the cell again where there is one', async () => {
  let runCount = 0;
  using opened = openView(async () => {
    runCount += 1;
    await Promise.resolve();
  });
  opened.sessions.say('ready', [ENTRY]);
  opened.sessions.say('ready', []);
  opened.view.node.querySelector('button')?.click();
  await Promise.resolve();
  expect(runCount).toBe(1);
});

test('a view keeps the app while Jupyter does not answer', () => {
  using opened = openView();
  opened.sessions.say('ready', [ENTRY]);
  opened.sessions.say('failed', [ENTRY]);
  expect(opened.read()).toEqual({ text: '', hasFrame: true });
});

test('a view names the missing server extension and what enables it', () => {
  using opened = openView();
  opened.sessions.say('missing');
  expect(opened.read().text).toContain('jupyter server extension enable jupyterlab_phoenix');
});

test('a view that is disposed listens no more', () => {
  const { sessions, view } = openView();
  view.dispose();
  expect(() => sessions.say('ready', [ENTRY])).not.toThrow();
  expect(view.node.querySelector('iframe')).toBeNull();
});
