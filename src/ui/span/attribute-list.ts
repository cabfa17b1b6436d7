import {
  type AttributeValue,
  getProperty,
  isAttributeObject
} from '../../contract/attribute-value.ts';

/** Steps from the attributes of a span to one value. */
export type Steps = readonly (string | number)[];

/** The value under a chain of names. */
export function valueAt(value: AttributeValue | undefined, ...names: string[]) {
  return names.reduce<AttributeValue | undefined>((at, name) => getProperty(at, name), value);
}

/** A text, or a number as text; anything else is none. */
export function textAt(value: AttributeValue | undefined, ...names: string[]): string | undefined {
  const found = valueAt(value, ...names);
  return typeof found === 'string'
    ? found
    : typeof found === 'number' || typeof found === 'bigint'
      ? String(found)
      : undefined;
}

/** The entries of a list, or of an object whose keys are the numbers of one, with where they stand. */
export function listAt(
  value: AttributeValue | undefined,
  ...names: string[]
): { item: AttributeValue; step: string | number }[] {
  const list = valueAt(value, ...names);
  if (Array.isArray(list)) {
    return list.map((item, step) => ({ item, step }));
  }
  return isAttributeObject(list) && Object.keys(list).every(key => /^\d+$/.test(key))
    ? Object.entries(list).map(([step, item]) => ({ item, step }))
    : [];
}

/** The path under which a cut value is asked for. */
export function toCutPath(steps: Steps): string {
  return 'attributes' + steps.map(step => `[${JSON.stringify(step)}]`).join('');
}

/** The path as the filter language writes it. */
export function toFilterPath(steps: Steps): string {
  return steps.reduce<string>((path, step) => {
    if (typeof step === 'number') {
      return `${path}[${step}]`;
    }
    const isWord = /^[A-Za-z_]\w*$/.test(step);
    if (path === '') {
      return isWord ? step : `attributes[${JSON.stringify(step)}]`;
    }
    return isWord ? `${path}.${step}` : `${path}[${JSON.stringify(step)}]`;
  }, '');
}
