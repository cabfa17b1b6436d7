import { getProperty, type AttributeValue } from '../../contract/attribute-value.ts';

/** What stands at a dotted path, undefined when there is nothing. */
export function readPath(
  value: AttributeValue | undefined,
  path: string
): AttributeValue | undefined {
  return path.split('.').reduce(getProperty, value);
}

/** The text at a path, undefined when there is none or a blank one. */
export function readText(value: AttributeValue | undefined, path: string): string | undefined {
  const text = readPath(value, path);
  return typeof text === 'string' && text.trim() !== '' ? text : undefined;
}
