// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Keyboard, keyCaps } from './keyboard.ts';

let keyboard: Keyboard;
let pressed: string[];

function bind(...keys: string[]): () => void {
  return keyboard.add(keys.map(key => ({ keys: key, label: key, run: () => pressed.push(key) })));
}

function press(init: KeyboardEventInit, target: EventTarget = document.body): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init });
  target.dispatchEvent(event);
  return event;
}

beforeEach(() => {
  localStorage.clear();
  document.body.replaceChildren();
  pressed = [];
  keyboard = new Keyboard(window);
});
afterEach(() => keyboard.close());

describe('Keyboard', () => {
  test('runs the newest binding of a key and gives the older one back', () => {
    bind('j');
    const end = keyboard.add([{ keys: 'j', label: '', run: () => pressed.push('drawer') }]);
    press({ key: 'j' });
    end();
    press({ key: 'j' });
    expect(pressed).toEqual(['drawer', 'j']);
  });

  test('keys of what lies over a place win over those that come later', () => {
    const end = keyboard.add([
      { keys: 'Escape', label: '', isOver: true, run: () => pressed.push('close') }
    ]);
    bind('Escape');
    press({ key: 'Escape' });
    end();
    press({ key: 'Escape' });
    expect(pressed).toEqual(['close', 'Escape']);
  });

  test('takes two keys one after the other', () => {
    bind('g h', 'h');
    press({ key: 'g' });
    press({ key: 'h' });
    press({ key: 'h' });
    expect(pressed).toEqual(['g h', 'h']);
  });

  test('tells e from E, and reads printed characters whatever Shift did', () => {
    bind('e', 'Shift+e', '?');
    press({ key: 'E', shiftKey: true });
    press({ key: '?', shiftKey: true });
    press({ key: 'e' });
    expect(pressed).toEqual(['Shift+e', '?', 'e']);
  });

  test('stays out of fields, but for keys that ask for them', () => {
    bind('/');
    keyboard.add([
      { keys: 'Mod+k', label: '', whileTyping: true, run: () => pressed.push('Mod+k') }
    ]);
    const field = document.body.appendChild(document.createElement('input'));
    expect(press({ key: '/' }, field).defaultPrevented).toBe(false);
    press({ key: 'k', ctrlKey: true }, field);
    expect(pressed).toEqual(['Mod+k']);
  });

  test('leaves Enter to a button that has the focus, and everything to an open dialog', () => {
    bind('Enter', 'j');
    const button = document.body.appendChild(document.createElement('button'));
    expect(press({ key: 'Enter' }, button).defaultPrevented).toBe(false);
    const dialog = document.body.appendChild(document.createElement('div'));
    dialog.setAttribute('role', 'dialog');
    press({ key: 'j' }, dialog);
    expect(pressed).toEqual([]);
    press({ key: 'Enter' });
    expect(pressed).toEqual(['Enter']);
  });

  test('leaves keys with other modifiers to the browser', () => {
    bind('c');
    expect(press({ key: 'c', ctrlKey: true }).defaultPrevented).toBe(false);
    expect(pressed).toEqual([]);
  });

  test('switched off, keeps only keys with Mod, also on the next page', () => {
    keyboard.setOn(false);
    keyboard.close();
    keyboard = new Keyboard(window);
    bind('j', 'Mod+k');
    press({ key: 'j' });
    press({ key: 'k', metaKey: true });
    expect(pressed).toEqual(['Mod+k']);
  });

  test('keyCaps() prints what is on the keyboard', () => {
    expect(keyCaps('Mod+k', true)).toEqual(['⌘', 'K']);
    expect(keyCaps('g h', false)).toEqual(['g', 'h']);
  });
});
