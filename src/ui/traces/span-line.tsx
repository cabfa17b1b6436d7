import type { CSSProperties, MouseEvent } from 'react';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import type { Column } from './columns.ts';
import { factsOf, Moment, SpanCell } from './span-cell.tsx';
import { formatLatency } from './span-numbers.ts';
import { TRACES_MESSAGES } from './traces-messages.ts';
import type { Line } from '../span/span-questions.ts';

export interface SpanLineProps {
  id: string;
  line: Line;
  row: number;
  style: CSSProperties;
  columns: readonly Column[];
  isCompact: boolean;
  longestUs: number;
  isSelected: boolean;
  isCurrent: boolean;
  isOpen: boolean;
  href: string;
  onPress: (event: MouseEvent) => void;
  onSelect: (isStretch: boolean) => void;
}

/** One line of the table. */
export function SpanLine(props: SpanLineProps) {
  const { id, line, row, style, columns, isCompact, longestUs, isSelected, href } = props;
  const t = useTranslate(TRACES_MESSAGES);
  const facts = factsOf(line);
  return (
    <div
      id={id}
      className={isCompact ? 'span-line span-line-compact' : 'span-line'}
      role="row"
      aria-rowindex={row + 2}
      aria-selected={isSelected}
      data-current={props.isCurrent}
      data-open={props.isOpen}
      style={style}
      onClick={props.onPress}
    >
      <div role="gridcell" className="span-box" onClick={event => event.stopPropagation()}>
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={t('selectOne', { name: facts.session?.sessionId ?? facts.span?.name ?? '' })}
          checked={isSelected}
          // The press tells whether Shift was held, which a change does not.
          onClick={event => props.onSelect(event.shiftKey)}
          onChange={() => undefined}
        />
      </div>
      {isCompact ? (
        <CompactCells {...props} />
      ) : (
        columns.map(column => (
          <div
            key={column.key}
            role="gridcell"
            className={classOf(column, facts.errors)}
            title={titleOf(column, facts)}
          >
            <SpanCell column={column} facts={facts} longestUs={longestUs} href={href} />
          </div>
        ))
      )}
    </div>
  );
}

/** Two lines where room is short: the name with its latency, and what it was asked, with when. */
function CompactCells({ line, longestUs, href }: SpanLineProps) {
  const t = useTranslate(TRACES_MESSAGES);
  const format = useFormat();
  const facts = factsOf(line);
  const first = line.kind === 'sessions' ? SESSION : NAME;
  const { startUs, endUs } = facts;
  return (
    <>
      <div role="gridcell" className="span-cell span-cell-name">
        <SpanCell column={first} facts={facts} longestUs={longestUs} href={href} />
      </div>
      <div role="gridcell" className="span-cell span-number">
        {endUs === null ? t('running') : formatLatency(format, endUs - startUs)}
      </div>
      <div role="gridcell" className="span-cell span-text span-compact-input">
        {facts.input}
      </div>
      <div role="gridcell" className="span-cell span-number span-compact-start muted">
        <Moment us={startUs} />
      </div>
    </>
  );
}

const NAME: Column = { key: 'name', width: 0, rank: 0 };
const SESSION: Column = { key: 'session', width: 0, rank: 0 };

export function classOf({ key, isNumber }: Column, errors = 0): string {
  return [
    'span-cell',
    `span-cell-${key}`,
    isNumber === true ? 'span-number' : '',
    key === 'input' || key === 'output' ? 'span-text' : '',
    key === 'errors' && errors > 0 ? 'bad' : ''
  ].join(' ');
}

function titleOf({ key }: Column, { input, output }: ReturnType<typeof factsOf>) {
  return (key === 'input' ? input : key === 'output' ? output : null) ?? undefined;
}
