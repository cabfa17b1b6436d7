import {
  setProperty,
  type AttributeObject,
  type AttributeValue
} from '../contract/attribute-value.ts';
import type { AttributeKey, KeyPlace } from './attribute-key.ts';
import type { FlatAttributes } from './flat-attributes.ts';
import { resolveConflicts } from './resolve-conflicts.ts';

let round = 0;
/** Places that hold an object or a list of the span at hand. */
const opened: KeyPlace[] = [];

/**
 * Nests attributes at the dots of their keys (§1.4.4, §14.7). The tree of all keys carries the objects and lists of the span at hand, so that a
 * value costs one look at its parent; spans whose keys contradict each other, or whose items come out of order, are nested by
 * {@link resolveConflicts}.
 */
export function nestAttributes(flat: FlatAttributes): AttributeObject {
  round++;
  const root: AttributeObject = {};
  let isPlain = true;
  for (let i = 0; isPlain && i < flat.count; i++) {
    const { place } = flat.keys[i] as AttributeKey;
    isPlain = putValue(place, flat.values[i] as AttributeValue, root);
  }
  releaseContainers();
  return isPlain ? root : resolveConflicts(flat);
}

/** The tree of keys outlives the span by far. */
function releaseContainers(): void {
  for (const place of opened) {
    place.container = undefined;
  }
  opened.length = 0;
}

function putValue(place: KeyPlace, value: AttributeValue, root: AttributeObject): boolean {
  if (place.round === round && place.holds !== 'value') {
    return false;
  }
  const object = openObject(place.parent, root);
  if (!object) {
    return false;
  }
  place.round = round;
  place.holds = 'value';
  setProperty(object, place.name, value);
  return true;
}

function openObject(place: KeyPlace | null, root: AttributeObject): AttributeObject | undefined {
  if (!place?.parent) {
    return root;
  }
  if (place.round === round) {
    return place.holds === 'object' ? (place.container as AttributeObject) : undefined;
  }
  const object: AttributeObject = {};
  return attach(place, place.parent, object, root) ? object : undefined;
}

function openList(place: KeyPlace, root: AttributeObject): AttributeValue[] | undefined {
  if (place.round === round) {
    return place.holds === 'list' ? (place.container as AttributeValue[]) : undefined;
  }
  const list: AttributeValue[] = [];
  place.lastPosition = -1;
  return place.parent && attach(place, place.parent, list, root) ? list : undefined;
}

/** Puts a new object or list into its parent; false when the parent cannot take it. */
function attach(
  place: KeyPlace,
  parent: KeyPlace,
  container: AttributeObject | AttributeValue[],
  root: AttributeObject
): boolean {
  if (place.position < 0) {
    const object = openObject(parent, root);
    if (!object) {
      return false;
    }
    setProperty(object, place.name, container);
  } else {
    const list = openList(parent, root);
    if (!list || place.position <= parent.lastPosition || place.position === Infinity) {
      return false;
    }
    parent.lastPosition = place.position;
    list.push(container);
  }
  place.round = round;
  place.holds = Array.isArray(container) ? 'list' : 'object';
  place.container = container;
  opened.push(place);
  return true;
}
