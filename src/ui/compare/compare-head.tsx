import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useNavigation } from '../app/view-state-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { formatCost, formatLatency } from '../parts/format-span.ts';
import type { SpanTree } from '../trace/span-tree.ts';
import { sumTrace } from '../trace/sum-trace.ts';
import { readClock } from '../trace/trace-clock.ts';
import { COMPARE_MESSAGES } from './compare-messages.ts';
import { Delta } from './delta.tsx';
import type { ComparedLine } from './use-compared-line.ts';

/** Which two traces, their numbers beside each other, and the way through what differs. */
export function CompareHead({
  a,
  b,
  first,
  second,
  state
}: {
  a: string;
  b: string;
  first: SpanTree;
  second: SpanTree;
  state: ComparedLine;
}) {
  const t = useTranslate(COMPARE_MESSAGES);
  const format = useFormat();
  const { go, hrefOf } = useNavigation();
  const sides = [first, second].map(tree => {
    const clock = readClock(tree, Date.now() * 1000);
    return { ...sumTrace(tree), startUs: clock.startUs, latencyUs: clock.endUs - clock.startUs };
  });
  const [left, right] = sides;
  if (!left || !right) {
    return null;
  }
  const cost = (dollars: number | null) => (dollars === null ? '–' : formatCost(format, dollars));
  const numbers = [
    {
      name: t('latency'),
      values: [left.latencyUs, right.latencyUs],
      write: (us: number) => formatLatency(format, us)
    },
    { name: t('spans'), values: [left.spans, right.spans], write: format.number },
    { name: t('errors'), values: [left.errors, right.errors], write: format.number },
    { name: t('tokens'), values: [left.tokens.total, right.tokens.total], write: format.number },
    { name: t('cost'), values: [left.cost, right.cost], write: cost }
  ];
  return (
    <header className="compare-top">
      <div className="compare-names">
        {[
          { set: 'A', id: a, side: left },
          { set: 'B', id: b, side: right }
        ].map(({ set, id, side }) => (
          <a
            key={set}
            href={hrefOf({ place: 'traces', trace: id })}
            title={t('open', { set })}
            data-set={set}
          >
            <strong>{set}</strong> {side.top?.name}{' '}
            <span className="muted">{format.dateTime(side.startUs / 1000)}</span>
          </a>
        ))}
        <span className="compare-actions">
          <ActionButton
            label={
              state.differences === 0 ? t('alike') : t('differences', { count: state.differences })
            }
            description={t('nextDifference')}
            keys="d"
            kind="outline"
            isDisabled={state.differences === 0}
            onPress={() => state.goNext(1)}
          />
          <ActionButton
            label={t('swap')}
            icon="retry"
            isIconOnly
            onPress={() => go({ place: 'compare', a: b, b: a })}
          />
          <ActionButton
            label={t('back')}
            icon="close"
            isIconOnly
            keys="Escape"
            onPress={state.leave}
          />
        </span>
      </div>
      <dl className="trace-numbers">
        {numbers.map(({ name, values: [before = null, after = null], write }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {before === null ? '–' : write(before)} → {after === null ? '–' : write(after)}{' '}
              <Delta before={before} after={after} write={write} />
            </dd>
          </div>
        ))}
      </dl>
    </header>
  );
}
