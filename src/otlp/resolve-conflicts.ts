import {
  isAttributeObject,
  setProperty,
  type AttributeObject,
  type AttributeValue
} from '../contract/attribute-value.ts';
import type { AttributeKey, KeyStep } from './attribute-key.ts';
import type { FlatAttributes } from './flat-attributes.ts';

/** What one key segment leads to: a value, more segments, or both. */
interface Branch {
  value: AttributeValue | undefined;
  readonly properties: Map<string, Branch>;
  /** By the digits of their position. */
  readonly items: Map<string, Branch>;
}

const createBranch = (): Branch => ({ value: undefined, properties: new Map(), items: new Map() });

/** Nests attributes whose keys may contradict each other: no value is lost, the loser keeps a dotted key beside the winner (§1.4.5, §14.7). */
export function resolveConflicts(flat: FlatAttributes): AttributeObject {
  const root = createBranch();
  for (let i = 0; i < flat.count; i++) {
    const { steps } = flat.keys[i] as AttributeKey;
    growBranch(root, steps).value = flat.values[i];
  }
  return buildObject(root);
}

function growBranch(root: Branch, steps: readonly KeyStep[]): Branch {
  let branch = root;
  for (const { name, isItem } of steps) {
    const children = isItem ? branch.items : branch.properties;
    let child = children.get(name);
    if (!child) {
      child = createBranch();
      children.set(name, child);
    }
    branch = child;
  }
  return branch;
}

function buildObject(branch: Branch): AttributeObject {
  const object: AttributeObject = {};
  for (const [name, child] of branch.properties) {
    // An item whose position also stands at the end of a key (`a.0` beside `a.0.b`) is that property's.
    putBranch(object, name, child);
  }
  return object;
}

function hasChildren({ properties, items }: Branch): boolean {
  return properties.size > 0 || items.size > 0;
}

function putBranch(into: AttributeObject, key: string, branch: Branch): void {
  if (isAttributeObject(branch.value) && hasChildren(branch)) {
    spreadValue(branch, branch.value);
  }
  adoptItems(branch);
  const { value, properties, items } = branch;
  if (value !== undefined) {
    putUnique(into, key, value);
    putBeside(into, key, properties);
    putBeside(into, key, items);
  } else if (items.size > 0) {
    putUnique(into, key, sortItems(items).map(buildObject));
    putBeside(into, key, properties);
  } else {
    putUnique(into, key, buildObject(branch));
  }
}

/** An object that was sent whole, and keys that go on below it, are one object; what both have is the key's. */
function spreadValue(branch: Branch, value: AttributeObject): void {
  branch.value = undefined;
  for (const [name, property] of Object.entries(value)) {
    const child = growBranch(branch, [{ name, isItem: false }]);
    child.value ??= property;
  }
}

/** `a.0` and `a.0.b`: the position is a property with a value, so what goes on below it is not an item. */
function adoptItems({ properties, items }: Branch): void {
  for (const [name, property] of properties) {
    const item = items.get(name);
    if (item) {
      items.delete(name);
      for (const [key, child] of item.properties) {
        property.properties.set(key, child);
      }
    }
  }
}

function putBeside(into: AttributeObject, key: string, children: Map<string, Branch>): void {
  for (const [name, child] of children) {
    putBranch(into, `${key}.${name}`, child);
  }
}

/** By position; gaps vanish. */
function sortItems(items: Map<string, Branch>): Branch[] {
  return [...items]
    .sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1))
    .map(([, branch]) => branch);
}

function putUnique(into: AttributeObject, key: string, value: AttributeValue): void {
  let free = key;
  while (Object.hasOwn(into, free)) {
    free += '.';
  }
  setProperty(into, free, value);
}
