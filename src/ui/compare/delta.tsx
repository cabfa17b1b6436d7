/** What a number gained or lost; less of latency, tokens, cost and errors is better. */
export function Delta({
  before,
  after,
  write
}: {
  before: number | null | undefined;
  after: number | null | undefined;
  write: (value: number) => string;
}) {
  if (typeof before !== 'number' || typeof after !== 'number' || before === after) {
    return null;
  }
  const change = after - before;
  const size = write(Math.abs(change));
  // Less than what is written at all is no difference to read.
  if (size.startsWith('<')) {
    return null;
  }
  return (
    <span className={change > 0 ? 'delta delta-more' : 'delta delta-less'}>
      {change > 0 ? '+' : '−'}
      {size}
    </span>
  );
}
