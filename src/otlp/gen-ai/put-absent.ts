import {
  getProperty,
  isAttributeObject,
  setProperty,
  type AttributeObject,
  type AttributeValue
} from '../../contract/attribute-value.ts';

/** Puts a value at a path where there is none; what stands there, or in the way, stays. */
export function putAbsent(
  object: AttributeObject,
  path: readonly string[],
  value: AttributeValue
): void {
  const [name, ...rest] = path;
  if (name === undefined) {
    return;
  }
  const present = getProperty(object, name);
  if (rest.length === 0) {
    if (present === undefined || present === null) {
      setProperty(object, name, value);
    }
  } else if (isAttributeObject(present)) {
    putAbsent(present, rest, value);
  } else if (present === undefined || present === null) {
    const child: AttributeObject = {};
    setProperty(object, name, child);
    putAbsent(child, rest, value);
  }
}
