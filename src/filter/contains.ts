import { isAttributeObject, type AttributeValue } from '../contract/attribute-value.ts';
import { toStoredKey } from '../contract/attribute-json.ts';
import { isContainer, toNumberOrNull } from './find-attribute.ts';
import { foldText } from './fold-text.ts';

/** Whether a text is in a text, a list of plain values has an element, or a text is anywhere within something nested (§14.17); null when neither can be. */
export function contains(
  haystack: AttributeValue,
  needle: string | number | bigint | boolean | null
): boolean | null {
  if (needle === null || haystack === null) {
    return null;
  }
  const isPlainList = Array.isArray(haystack) && !haystack.some(isContainer);
  if (typeof needle !== 'string') {
    return isPlainList ? haystack.some(element => isSame(element, needle)) : null;
  }
  const folded = foldText(needle);
  if (typeof haystack === 'string') {
    return foldText(haystack).includes(folded);
  }
  if (isPlainList) {
    return haystack.some(element => typeof element === 'string' && foldText(element) === folded);
  }
  return isContainer(haystack) ? isWithin(haystack, folded) : null;
}

function isSame(element: AttributeValue, needle: number | bigint | boolean): boolean {
  if (typeof needle === 'boolean') {
    return element === needle;
  }
  const number = toNumberOrNull(element);
  // Unlike ===, the order tells whether an integer and a double are equal.
  return number !== null && number <= needle && number >= needle;
}

/** In texts and keys, not in numbers or bytes. */
function isWithin(value: AttributeValue, folded: string): boolean {
  if (typeof value === 'string') {
    return foldText(value).includes(folded);
  }
  if (Array.isArray(value)) {
    return value.some(element => isWithin(element, folded));
  }
  return (
    isAttributeObject(value) &&
    Object.entries(value).some(
      ([key, property]) => foldText(toStoredKey(key)).includes(folded) || isWithin(property, folded)
    )
  );
}
