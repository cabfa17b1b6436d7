/** Null for NaN and infinities, which are no values of a metric and never reach JSON (§4). */
export function toFinite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
