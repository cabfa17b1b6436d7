import type { Literal, Value } from '../../filter/tree.ts';

/** The texts that an attribute is compared with; undefined when it is something else that is compared. */
export function pickTexts(attribute: Value, others: readonly Value[]): string[] | undefined {
  const texts = others.filter(
    (value): value is Literal & { kind: 'text' } => value.kind === 'text'
  );
  return attribute.kind === 'attribute' && texts.length === others.length
    ? texts.map(({ value }) => value)
    : undefined;
}
