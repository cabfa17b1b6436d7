/** SQLite allows expressions a depth of 1000, and a chain is as deep as it is long. */
export function balance(parts: string[], operator: string): string {
  if (parts.length === 1) {
    return parts[0] ?? '';
  }
  const middle = parts.length >> 1;
  const left = balance(parts.slice(0, middle), operator);
  return `(${left}${operator}${balance(parts.slice(middle), operator)})`;
}
