// @vitest-environment jsdom
import { Notification } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import type { ServerEntry } from '../../contract/server-entry.ts';
import type { ListState, PhoenixSessions } from '../tokens.ts';
import { ENTRY } from './entry-fixture.ts';
import { watchCrashes } from './watch-crashes.ts';

// jsdom lacks two things that JupyterLab's widgets ask for while they load.
vi.hoisted(() => {
  Object.assign(globalThis, { DragEvent: MouseEvent, matchMedia: () => new EventTarget() });
});

/** A list of sessions whose next reading is given here: the far end of the network. */
class ScriptedSessions implements PhoenixSessions {
  readonly state: ListState = 'ready';
  readonly failure = '';
  readonly serverVersion = '';
  readonly changed = new Signal<this, void>(this);
  readonly launched: string[] = [];
  entries: ServerEntry[] = [ENTRY];
  next: boolean | undefined;

  say(...healthy: boolean[]): void {
    this.entries = healthy.map(each => ({ ...ENTRY, healthy: each }));
    this.changed.emit();
  }

  findById(id: string): ServerEntry | undefined {
    return this.entries.find(entry => entry.id === id);
  }

  findByKernel(): undefined {
    return undefined;
  }

  refresh(): Promise<void> {
    if (this.next !== undefined) {
      this.say(this.next);
    }
    return Promise.resolve();
  }

  launch({ kernel_id: kernelId }: { kernel_id: string }): Promise<ServerEntry> {
    this.launched.push(kernelId);
    this.say(true);
    return Promise.resolve(ENTRY);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  appUrl(id: string): string {
    return id;
  }
}

function watch(sessions: PhoenixSessions): void {
  const watching = watchCrashes(sessions, nullTranslator.load('jupyterlab_phoenix'));
  onTestFinished(() => watching.dispose());
}

const settle = () => new Promise(resolve => setTimeout(resolve));
const shown = () => Notification.manager.notifications;

afterEach(() => Notification.dismiss());

test('a session that stops is told once, and its button launches it again', async () => {
  const sessions = new ScriptedSessions();
  watch(sessions);
  sessions.say(false);
  sessions.say(false);
  await settle();
  expect(shown().map(({ message }) => message)).toEqual([
    'Phoenix “digits” has stopped. Its data is still on disk.'
  ]);
  const [restart] = shown()[0]?.options.actions ?? [];
  restart?.callback(new MouseEvent('click'));
  await settle();
  expect(sessions.launched).toEqual(['k-1']);
  expect(shown()).toEqual([]);
});

test('a session that answers at the second time, that is closed, or never was seen alive, is not told', async () => {
  const sessions = new ScriptedSessions();
  watch(sessions);
  sessions.next = true;
  sessions.say(false);
  await settle();
  sessions.next = undefined;
  sessions.say();
  sessions.entries = [{ ...ENTRY, id: 'ffffffffffff', healthy: false }];
  sessions.changed.emit();
  await settle();
  expect(shown()).toEqual([]);
});
