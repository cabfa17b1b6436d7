import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EventsQuery } from '../../contract/events.ts';
import { ServerEventStream } from './server-events.ts';

/** The far end of the network: what a browser's EventSource does, under the test's hand. */
class FakeSource extends EventTarget {
  static made: FakeSource[] = [];
  onerror: (() => void) | null = null;
  isClosed = false;
  readonly query: EventsQuery;
  constructor(query: EventsQuery) {
    super();
    this.query = query;
    FakeSource.made.push(this);
  }
  close() {
    this.isClosed = true;
  }
  send(name: string, data: unknown, lastEventId = '') {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data), lastEventId }));
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
    open: query => new FakeSource(query) as unknown as EventSource,
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
    last().send('hello', { id: 'a', revision: 1, continues: false });
    last().send('exportDeleted', { name: 'x' });
    end();
    last().send('exportDeleted', { name: 'y' });
    expect(stream.readState().kind).toBe('live');
    expect(heard).toEqual([{ name: 'x' }]);
  });

  test('opens again after longer and longer waits, and at once when asked', async () => {
    last().send('hello', { id: 'a', revision: 1, continues: false });
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
    last().send('hello', { id: 'a', revision: 1, continues: false });
    expect(stream.readState()).toEqual({ kind: 'live' });
  });

  test('remembers when the session was last there across attempts', async () => {
    last().send('hello', { id: 'a', revision: 1, continues: false });
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

  test('says which event it heard last, so that none is missed', () => {
    expect(last().query).toEqual({});
    last().send('hello', { id: 'a', revision: 1, continues: false }, 'e-7');
    last().send('spans', { at: 1 }, 'e-8');
    stream.connect();
    expect(last().query).toEqual({ after: 'e-8' });
  });

  test('takes turns when a proxy gathers the stream, and stays live between them', async () => {
    status = 200;
    await vi.advanceTimersByTimeAsync(4999);
    expect(FakeSource.made).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(FakeSource.made).toHaveLength(2);
    expect(FakeSource.made[0]?.isClosed).toBe(true);
    expect(last().query).toEqual({ turns: '1' });
    last().send('hello', { id: 'a', revision: 1, continues: false }, 'e-1');
    last().send('turn', {});
    // What a browser says of a stream that ended.
    last().onerror?.();
    expect(stream.readState().kind).toBe('live');
    await vi.advanceTimersByTimeAsync(300);
    expect(FakeSource.made).toHaveLength(3);
    expect(last().query).toEqual({ after: 'e-1', turns: '1' });
    expect(stream.readState().kind).toBe('live');
  });

  test('waits on when nobody answers at all, and when messages come', async () => {
    await vi.advanceTimersByTimeAsync(20_000);
    expect(FakeSource.made).toHaveLength(1);
    status = 200;
    stream.connect();
    last().send('hello', { id: 'a', revision: 1, continues: false });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(FakeSource.made).toHaveLength(2);
  });

  test('close() ends the connection and its attempts', async () => {
    last().onerror?.();
    stream.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSource.made).toHaveLength(1);
  });
});
