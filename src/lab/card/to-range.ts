import type { CellCard } from '../../contract/cell-card.ts';

/** The times in which the traces of a card began, ISO 8601, right-open; undefined without any. */
export function toRange({ firstUs, lastUs }: CellCard): { start: string; end: string } | undefined {
  if (firstUs === null || lastUs === null) {
    return undefined;
  }
  const start = new Date(Math.floor(firstUs / 1000));
  const end = new Date(Math.floor(lastUs / 1000) + 1);
  // Clocks may be off by more than dates can tell.
  return Number.isNaN(start.getTime()) || Number.isNaN(end.getTime())
    ? undefined
    : { start: start.toISOString(), end: end.toISOString() };
}
