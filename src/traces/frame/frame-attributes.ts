import {
  type AttributeObject,
  type AttributeValue,
  isAttributeObject,
  setProperty
} from '../../contract/attribute-value.ts';
import { CONVENTION_PATHS } from '../convention-paths.ts';

interface Branch {
  /** Column of a path that ends here. */
  column: string | undefined;
  next: Map<string, Branch>;
}

function plant(): Branch {
  const root: Branch = { column: undefined, next: new Map() };
  for (const path of CONVENTION_PATHS) {
    let at = root;
    for (const step of path) {
      let next = at.next.get(step);
      if (!next) {
        next = { column: undefined, next: new Map() };
        at.next.set(step, next);
      }
      at = next;
    }
    at.column = `attributes.${path.join('.')}`;
  }
  return root;
}

const CONVENTIONS = plant();

/**
 * The columns of a span's attributes (§3.3): one for each key of the conventions, and one for the first step of everything else, whose cell holds what is
 * below it.
 */
export function toFrameColumns(
  attributes: AttributeObject,
  emit: (column: string, value: AttributeValue) => void
): void {
  for (const [key, value] of Object.entries(attributes)) {
    const branch = CONVENTIONS.next.get(key);
    const rest = branch ? takeConventions(value, branch, emit) : value;
    if (rest !== undefined) {
      emit(`attributes.${key}`, rest);
    }
  }
}

/** Emits what the conventions name, and returns what is left. */
function takeConventions(
  value: AttributeValue,
  { column, next }: Branch,
  emit: (column: string, value: AttributeValue) => void
): AttributeValue | undefined {
  if (column !== undefined) {
    emit(column, value);
    return undefined;
  }
  if (!isAttributeObject(value)) {
    return value;
  }
  let left: AttributeObject | undefined;
  for (const [key, each] of Object.entries(value)) {
    const branch = next.get(key);
    const rest = branch ? takeConventions(each, branch, emit) : each;
    if (rest !== undefined) {
      left ??= {};
      setProperty(left, key, rest);
    }
  }
  return left;
}
