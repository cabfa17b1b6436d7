import { table, type ColumnTable } from 'arquero';

/** An Arquero table, and what is known of it beside its cells; verbs give plain tables. */
export type Measured<Attributes extends object> = ColumnTable & { readonly attrs: Attributes };

/** A table of columns with something beside them. */
export function measured<Attributes extends object>(
  columns: Record<string, readonly unknown[]>,
  attrs: Attributes
): Measured<Attributes> {
  return Object.defineProperty(table(columns), 'attrs', { value: attrs }) as Measured<Attributes>;
}
