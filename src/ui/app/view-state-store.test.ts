// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ViewStateStore } from './view-state-store.ts';

let store: ViewStateStore;

function open(hash: string): ViewStateStore {
  history.replaceState(null, '', `/session/${hash}`);
  return (store = new ViewStateStore(window));
}

beforeEach(() => sessionStorage.clear());
afterEach(() => store.close());

describe('ViewStateStore', () => {
  test('pushes a change of place and replaces a change of settings', () => {
    open('#/');
    const start = history.length;
    store.update({ find: 'a' });
    expect(history.length).toBe(start);
    store.go({ place: 'map', embedding: 'text' });
    expect(history.length).toBe(start + 1);
    expect(location.hash).toBe('#/map/text');
    store.update({ color: 'cluster' });
    expect(history.length).toBe(start + 1);
  });

  test('a step is one that the reader goes back from; the same again is none', async () => {
    open('#/traces/ab');
    const start = history.length;
    store.update({ zoom: [10, 20] }, 'step');
    store.update({ zoom: [10, 20] }, 'step');
    expect(history.length).toBe(start + 1);
    const told = new Promise<void>(resolve => store.subscribe(() => resolve()));
    history.back();
    await told;
    expect(store.state).toEqual({ place: 'traces', trace: 'ab' });
  });

  test('keeps the theme and drops the settings of the place left', () => {
    open('#/?theme=dark&find=a');
    store.go({ place: 'exports' });
    expect(store.state).toEqual({ place: 'exports', theme: 'dark' });
  });

  test('follows the address when the reader goes back', async () => {
    open('#/');
    store.go({ place: 'exports' });
    const told = new Promise<void>(resolve => store.subscribe(() => resolve()));
    history.back();
    await told;
    expect(store.state.place).toBe('home');
  });

  test('comes back after the frame was made anew with no more than a theme', () => {
    open('#/map/text?color=cluster');
    store.confirmSession('0123456789ab');
    store.update({ dimensions: 3 });
    store.close();
    open('#theme=dark');
    expect(store.state).toEqual({
      place: 'map',
      embedding: 'text',
      color: 'cluster',
      dimensions: 3,
      theme: 'dark'
    });
  });

  test('forgets the copy of another session on the same address', () => {
    open('#/map/text');
    store.confirmSession('0123456789ab');
    store.close();
    open('');
    expect(store.state.place).toBe('map');
    store.confirmSession('ffffffffffff');
    expect(store.state).toEqual({ place: 'home' });
  });

  test('an address that names a place wins over the copy', () => {
    open('#/map/text');
    store.update({ color: 'cluster' });
    store.close();
    open('#/exports');
    expect(store.state).toEqual({ place: 'exports' });
  });

  test('undefined gives a field its default back', () => {
    open('#/?find=a&desc=b');
    store.update({ find: undefined });
    expect(location.hash).toBe('#/?desc=b');
  });
});
