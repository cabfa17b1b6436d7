/** What `str(…)` makes of a number: integers in digits, doubles with as many as needed, whole ones with `.0`. */
export function numberToText(value: number | bigint, isDouble: boolean): string {
  if (isDouble && Number.isSafeInteger(value)) {
    return `${Object.is(value, -0) ? '-0' : value}.0`;
  }
  return String(value);
}
