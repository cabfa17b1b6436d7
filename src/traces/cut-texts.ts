import {
  type AttributeObject,
  type AttributeValue,
  isAttributeObject,
  setProperty
} from '../contract/attribute-value.ts';
import { CUT_AT, type CutText } from '../contract/traces.ts';

/** Attributes whose texts are at most {@link CUT_AT} characters long, and where the others stand. */
export function cutTexts(attributes: AttributeObject): {
  attributes: AttributeObject;
  texts: CutText[];
} {
  const texts: CutText[] = [];
  const cut = (value: AttributeValue, path: string): AttributeValue => {
    if (typeof value === 'string' && value.length > CUT_AT) {
      texts.push({ path, length: value.length });
      return value.slice(0, CUT_AT);
    }
    if (Array.isArray(value)) {
      return value.map((item, i) => cut(item, `${path}[${i}]`));
    }
    return isAttributeObject(value) ? cutObject(value, path) : value;
  };
  const cutObject = (object: AttributeObject, path: string): AttributeObject => {
    const copy: AttributeObject = {};
    for (const [key, value] of Object.entries(object)) {
      setProperty(copy, key, cut(value, `${path}[${JSON.stringify(key)}]`));
    }
    return copy;
  };
  return { attributes: cutObject(attributes, 'attributes'), texts };
}
