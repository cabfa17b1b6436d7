import { expect, test } from 'vitest';
import type { Card } from '../../contract/rows.ts';
import { spanOfCard } from './span-of-card.ts';

const [trace, span] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'];
const tag = (name: string, value: string): Card['dimensions'][number] => ({
  name,
  type: 'tag',
  value
});

test('a row leads to the span that its columns or its id name', () => {
  expect(spanOfCard({ id: `${trace}/${span}/0`, dimensions: [] })).toEqual({ trace, span });
  const dimensions = [tag('context.trace_id', trace), tag('context.span_id', span)];
  expect(spanOfCard({ id: 'row 7', dimensions })).toEqual({ trace, span });
  expect(spanOfCard({ id: trace, dimensions: [] })).toEqual({ trace });
});

test('other rows lead nowhere', () => {
  expect(spanOfCard({ id: 'row 7', dimensions: [tag('age', '3')] })).toBeUndefined();
  expect(spanOfCard({ id: 'a/b', dimensions: [tag('context.trace_id', 'x')] })).toBeUndefined();
});
