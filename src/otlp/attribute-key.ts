import type { AttributeObject, AttributeValue } from '../contract/attribute-value.ts';

/** Levels of nesting that dots can make; what follows stays one literal key. */
export const MAX_KEY_DEPTH = 64;

/** An attribute's key, cut at its dots once and for all spans that use it. */
export interface AttributeKey {
  readonly text: string;
  readonly steps: readonly KeyStep[];
  /** The last step's place in the tree of all keys. */
  readonly place: KeyPlace;
  readonly role: KeyRole;
}

/** One level of nesting: a property, or an item of a list when the key has digits there and goes on after them (§1.4.4). */
export interface KeyStep {
  readonly name: string;
  readonly isItem: boolean;
}

/** `json`: a text holds JSON (§1.4.3). `value`: anything but text is written as JSON (§1.3.4). */
export type KeyRole = 'plain' | 'json' | 'value';

/** A node of the tree of all keys, with what the span that is being nested has put there. */
export class KeyPlace {
  readonly parent: KeyPlace | null;
  readonly name: string;
  /** Position the sender gave to an item, −1 for a property. */
  readonly position: number;
  readonly properties = new Map<string, KeyPlace>();
  readonly items = new Map<string, KeyPlace>();
  /** The span that was here last; whatever else stands here belongs to it. */
  round = 0;
  holds: 'value' | 'object' | 'list' = 'value';
  /** The object or list itself. */
  container: AttributeObject | AttributeValue[] | undefined = undefined;
  /** Of a list: the position of its last item. */
  lastPosition = -1;

  constructor(parent: KeyPlace | null, name: string, position: number) {
    this.parent = parent;
    this.name = name;
    this.position = position;
  }
}

const JSON_SUFFIXES = [
  'document.metadata',
  'llm.prompt_template.variables',
  'metadata',
  'tool.parameters'
];
const VALUE_KEYS = new Set(['input.value', 'output.value']);

const DIGITS = /^[0-9]+$/;
/** A double counts exactly up to here; positions beyond are none, and such a key is nested the careful way. */
const MAX_POSITION_DIGITS = 15;

export function createRoot(): KeyPlace {
  return new KeyPlace(null, '', -1);
}

export function createKey(text: string, root: KeyPlace): AttributeKey {
  const steps = cutKey(text);
  let place = root;
  for (const { name, isItem } of steps) {
    const children = isItem ? place.items : place.properties;
    let child = children.get(name);
    if (!child) {
      child = new KeyPlace(place, name, isItem ? toPosition(name) : -1);
      children.set(name, child);
    }
    place = child;
  }
  return { text, steps, place, role: findRole(text) };
}

function toPosition(digits: string): number {
  return digits.length > MAX_POSITION_DIGITS ? Infinity : Number(digits);
}

function findRole(text: string): KeyRole {
  if (VALUE_KEYS.has(text)) {
    return 'value';
  }
  return JSON_SUFFIXES.some(suffix => text.endsWith(suffix)) ? 'json' : 'plain';
}

/** Cuts a key at its dots: blank segments vanish, but a key of nothing else is the key `''`. */
export function cutKey(text: string): KeyStep[] {
  const names = cutAtDots(text);
  const steps: KeyStep[] = [];
  let isItem = false;
  names.forEach((name, i) => {
    isItem = !isItem && i > 0 && i < names.length - 1 && DIGITS.test(name);
    steps.push({ name: isItem ? name.replace(/^0+(?=.)/, '') : name, isItem });
  });
  return steps.length > 0 ? steps : [{ name: '', isItem: false }];
}

function cutAtDots(text: string): string[] {
  const names: string[] = [];
  let from = 0;
  while (from <= text.length) {
    const dot = text.indexOf('.', from);
    const to = dot < 0 || names.length === MAX_KEY_DEPTH - 1 ? text.length : dot;
    const name = text.slice(from, to).trim();
    if (name !== '') {
      names.push(name);
    }
    from = to + 1;
  }
  return names;
}
