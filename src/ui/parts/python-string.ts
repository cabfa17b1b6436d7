/** A Python literal for any text: JSON's escapes are Python's too, for all that JSON writes. */
export function pythonString(text: string): string {
  return JSON.stringify(text);
}
