import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ServerEventStream } from './server-events.ts';

/** The far end of the network: what a browser's EventSource does, under the test's hand. */
class FakeSource extends EventTarget {
  static made: FakeSource[] = [];
  onerror: (() => void) | null = null;
  isClosed = false;
  constructor() {
    super();
    FakeSource.made.push(this);
  }
  close() {
    this.isClosed = true;
  }
  send(name: string, data: unknown) {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }));
  }
}

let stream: ServerEventStream;
let status = 0;
const last = () => FakeSource.made.at(-1) as FakeSource;

beforeEach(() => {
  vi.useFakeTimers();
  FakeSource.made = [];
  status = 0;
  stream = new ServerEventStream({
    open: () => new FakeSource() as unknown as EventSource,
    probe: () => Promise.resolve(status),
    now: () => Date.now()
  });
  stream.connect();
});
afterEach(() => {
  stream.close();
  vi.useRealTimers();
});

describe('ServerEventStream', () => {
  test('is live with the first message and passes events on', () => {
    const heard: unknown[] = [];
    const end = stream.on('exportDeleted', event => heard.push(event));
    expect(stream.readState().kind).toBe('connecting');
    last().send('hello', { id: 'a', revision: 1 });
    last().send('exportDeleted', { name: 'x' });
    end();
    last().send('exportDeleted', { name: 'y' });
    expect(stream.readState().kind).toBe('live');
    expect(heard).toEqual([{ name: 'x' }]);
  });

  test('opens again after longer and longer waits, and at once when asked', async () => {
    last().send('hello', { id: 'a', revision: 1 });
    const waits: number[] = [];
    for (let i = 0; i < 4; i++) {
      last().onerror?.();
      const state = stream.readState();
      waits.push(state.kind === 'lost' ? state.retryAt - Date.now() : -1);
      const before = FakeSource.made.length;
      await vi.advanceTimersByTimeAsync(waits[i] ?? 0);
      expect(FakeSource.made).toHaveLength(before + 1);
    }
    expect(waits).toEqual([500, 1000, 2000, 4000]);
    last().onerror?.();
    const before = FakeSource.made.length;
    stream.connect();
    expect(FakeSource.made).toHaveLength(before + 1);
    last().send('hello', { id: 'a', revision: 1 });
    expect(stream.readState()).toEqual({ kind: 'live' });
  });

  test('remembers when the session was last there across attempts', async () => {
    last().send('hello', { id: 'a', revision: 1 });
    const since = Date.now();
    last().onerror?.();
    await vi.advanceTimersByTimeAsync(500);
    last().onerror?.();
    expect(stream.readState()).toMatchObject({ kind: 'lost', since, isRefused: false });
  });

  test('tells a page that is no longer signed in from a session that is gone', async () => {
    status = 401;
    last().onerror?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(stream.readState()).toMatchObject({ kind: 'lost', isRefused: true });
  });

  test('does not call again when the session said goodbye', async () => {
    last().send('closing', { reason: 'closed from the notebook' });
    expect(last().isClosed).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSource.made).toHaveLength(1);
    expect(stream.readState()).toMatchObject({
      kind: 'closed',
      reason: 'closed from the notebook'
    });
  });

  test('close() ends the connection and its attempts', async () => {
    last().onerror?.();
    stream.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSource.made).toHaveLength(1);
  });
});
