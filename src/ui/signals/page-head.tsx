import type { ReactNode } from 'react';
import type { Signal } from '../../contract/metrics.ts';
import type { SessionState } from '../../contract/session.ts';
import { useKeys } from '../app/keyboard-context.tsx';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { SIGNALS_MESSAGES } from './signals-messages.ts';
import { sortLines } from './sort-lines.ts';
import { TypeMark } from './type-mark.tsx';
import { useSignalLines } from './use-signal-lines.ts';
import type { SignalScope } from './signal-scope.ts';

/** The head of a column's page: back, its name, and the ones before and after it in the list. */
export function PageHead({
  session,
  scope,
  name,
  type,
  dataType,
  note,
  actions
}: {
  session: SessionState;
  scope: SignalScope;
  name: string;
  type: string;
  dataType: Signal['dataType'];
  note?: string;
  actions?: ReactNode;
}) {
  const t = useTranslate(SIGNALS_MESSAGES);
  const format = useFormat();
  const { go } = useNavigation();
  const metric = useViewState('metric');
  const granularity = useViewState('granularity');
  const moment = useViewState('moment');
  // As the list stands now; until it is measured, in the order of the schema.
  const { lines } = useSignalLines(session, scope);
  const order = lines
    ? sortLines(lines, undefined, format.locale).map(line => line.name)
    : [...session.dimensions, ...session.embeddings].map(one => one.name);
  const at = order.indexOf(name);
  const open = (next: string | undefined) => {
    if (next !== undefined) {
      go({ place: 'signals', dimension: next, metric, granularity, moment });
    }
  };
  const back = () => go({ place: 'signals', metric, granularity, moment });
  const [before, after] = [order[at - 1], order[at + 1]];
  useKeys([
    { keys: 'Escape', label: t('back'), run: back },
    { keys: 'p', label: t('previous'), run: () => open(before) },
    { keys: 'n', label: t('next'), run: () => open(after) }
  ]);
  return (
    <header className="page-head">
      <ActionButton label={t('back')} icon="back" keys="Escape" isIconOnly onPress={back} />
      <TypeMark dataType={dataType} />
      <h2 title={name}>{name}</h2>
      <span className="muted page-head-type">
        {[t(type as 'feature'), ...(note === undefined ? [t(dataType)] : [note])].join(' · ')}
      </span>
      <span className="bar-space" />
      {actions}
      <span className="page-head-turn">
        <ActionButton
          label={t('previous')}
          icon="up"
          keys="p"
          isIconOnly
          isDisabled={before === undefined}
          onPress={() => open(before)}
        />
        <span className="muted">{`${format.number(at + 1)} / ${format.number(order.length)}`}</span>
        <ActionButton
          label={t('next')}
          icon="down"
          keys="n"
          isIconOnly
          isDisabled={after === undefined}
          onPress={() => open(after)}
        />
      </span>
    </header>
  );
}
