import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { useApi } from '../app/api-context.tsx';
import { useAnnounce } from '../app/announcer.tsx';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { KEYS } from '../app/questions.ts';
import { useToasts } from '../app/toasts.tsx';
import { useNavigation } from '../app/view-state-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { Icon } from '../parts/icon.tsx';
import { ModalDialog } from '../parts/modal-dialog.tsx';
import { pythonString } from '../parts/python-string.ts';
import { useCopy } from '../parts/use-copy.ts';
import { formatCost, formatLatency } from '../parts/format-span.ts';
import { usePinnedTrace } from './pinned-trace.ts';
import { Doubt } from './doubt.tsx';
import { StatusMark } from './status-mark.tsx';
import type { TraceSums } from './sum-trace.ts';
import { toPython } from './to-python.ts';
import type { TraceClock } from './trace-clock.ts';
import { TRACE_MESSAGES } from './trace-messages.ts';
import { useCompareWith } from './use-trace-keys.ts';

/** What the trace was, in one line of numbers, and what can be done with it. */
export function TraceHead({
  traceId,
  sums,
  clock,
  nowUs,
  isWide,
  onWiden,
  onClose
}: {
  traceId: string;
  sums: TraceSums;
  clock: TraceClock;
  nowUs: number;
  isWide: boolean;
  onWiden: (isWide: boolean) => void;
  onClose: () => void;
}) {
  const t = useTranslate(TRACE_MESSAGES);
  const copy = useCopy();
  return (
    <header className="trace-head">
      <div className="trace-title">
        <ActionButton
          label={t('back')}
          icon="back"
          isIconOnly
          className="trace-back"
          keys="Escape"
          onPress={onClose}
        />
        {sums.top && (
          <StatusMark
            code={sums.errors > 0 ? 'ERROR' : sums.top.statusCode}
            isRunning={sums.running > 0}
          />
        )}
        <h2 title={sums.top?.name}>{sums.top?.name}</h2>
        <span className="trace-actions">
          <CompareButton traceId={traceId} />
          <ActionButton
            label={t('copyPython')}
            icon="code"
            isIconOnly
            keys="y"
            onPress={() => void copy(toPython(traceId))}
          />
          <MoreActions traceId={traceId} spans={sums.spans} onGone={onClose} />
          <ActionButton
            label={t(isWide ? 'narrow' : 'widen')}
            icon={isWide ? 'columns' : 'open'}
            isIconOnly
            className="trace-widen"
            onPress={() => onWiden(!isWide)}
          />
          <ActionButton
            label={t('close')}
            icon="close"
            isIconOnly
            className="trace-close"
            keys="Escape"
            onPress={onClose}
          />
        </span>
      </div>
      <TraceNumbers sums={sums} clock={clock} nowUs={nowUs} />
    </header>
  );
}

/** Less is what exporters round to. */
const SKEW_US = 1000;

interface NumberOfTrace {
  name: string;
  value: string;
  hint?: string;
  /** What else the number could be; the hint says why. */
  note?: string;
  isBad?: boolean;
  /** When and where, which lists and the span tell as well. */
  isPlace?: boolean;
}

function TraceNumbers({
  sums,
  clock: { startUs, endUs },
  nowUs
}: {
  sums: TraceSums;
  clock: TraceClock;
  nowUs: number;
}) {
  const t = useTranslate(TRACE_MESSAGES);
  const format = useFormat();
  const { hrefOf } = useNavigation();
  const { tokens, cost, sessionId, top } = sums;
  const [toldUs, clockUs] = [sums.endUs - sums.startUs, endUs - startUs];
  const isSkewed = sums.running === 0 && Math.abs(toldUs - clockUs) > SKEW_US;
  const numbers: NumberOfTrace[] = [
    {
      name: t('latency'),
      value:
        sums.running > 0
          ? t('runningFor', { time: formatLatency(format, Math.max(0, nowUs - startUs)) })
          : formatLatency(format, clockUs),
      ...(isSkewed && {
        note: t('toldInLists', { time: formatLatency(format, toldUs) }),
        hint: t('skew', { time: formatLatency(format, toldUs) })
      })
    },
    { name: t('spans'), value: format.number(sums.spans) },
    ...(sums.errors > 0
      ? [{ name: t('errors'), value: format.number(sums.errors), isBad: true }]
      : []),
    {
      name: t('tokens'),
      value: tokens.total === 0 ? '–' : format.number(tokens.total),
      hint: t('tokensOf', { prompt: tokens.prompt, completion: tokens.completion })
    },
    { name: t('cost'), value: cost === null ? '–' : formatCost(format, cost) },
    { name: t('started'), value: format.dateTime(startUs / 1000), isPlace: true },
    { name: t('project'), value: top?.project ?? '–', isPlace: true }
  ];
  return (
    <dl className="trace-numbers">
      {numbers.map(({ name, value, hint = '', note, isBad, isPlace }) => (
        <div
          key={name}
          title={hint}
          data-empty={value === '–' || undefined}
          data-part={isPlace && 'place'}
        >
          <dt>{name}</dt>
          <dd className={isBad ? 'bad' : undefined}>
            {value}
            {note !== undefined && (
              <span className="muted">
                {' '}
                <Doubt text={hint} /> <span className="trace-aside">{note}</span>
              </span>
            )}
          </dd>
        </div>
      ))}
      {sessionId !== null && (
        <div>
          <dt>{t('session')}</dt>
          <dd>
            <a
              href={hrefOf({ place: 'traces', filter: `session.id == ${pythonString(sessionId)}` })}
              title={t('showSession')}
            >
              {sessionId}
            </a>
          </dd>
        </div>
      )}
    </dl>
  );
}

function CompareButton({ traceId }: { traceId: string }) {
  const t = useTranslate(TRACE_MESSAGES);
  const { label, pinned, isSelf, run } = useComparison(traceId);
  return (
    <ActionButton
      label={label}
      description={t(isSelf ? 'pinned' : pinned === undefined ? 'pin' : 'compareWith')}
      kind={pinned === undefined ? 'plain' : 'outline'}
      isPressed={isSelf}
      keys="="
      className="trace-compare"
      onPress={run}
    />
  );
}

/** What can be compared from here: this trace is kept, let go, or stands beside the one that is kept. */
function useComparison(traceId: string) {
  const t = useTranslate(TRACE_MESSAGES);
  const announce = useAnnounce();
  const pinned = usePinnedTrace();
  const compare = useCompareWith(traceId);
  const isSelf = pinned === traceId;
  return {
    pinned,
    isSelf,
    label: t(isSelf ? 'unpin' : pinned === undefined ? 'pinShort' : 'compareShort'),
    run: () => {
      compare();
      if (pinned === undefined) {
        announce(t('pinned'));
      }
    }
  };
}

/** The same in the menu, for a head without room. */
function CompareItem({ traceId }: { traceId: string }) {
  const { label, run } = useComparison(traceId);
  return (
    <MenuItem className="menu-item" onAction={run}>
      <Icon name="columns" />
      {label}
    </MenuItem>
  );
}

function MoreActions({
  traceId,
  spans,
  onGone
}: {
  traceId: string;
  spans: number;
  onGone: () => void;
}) {
  const t = useTranslate(TRACE_MESSAGES);
  const copy = useCopy();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <MenuTrigger>
        <ActionButton label={t('more')} icon="more" isIconOnly />
        <Popover className="popover" placement="bottom end">
          <Menu className="menu" aria-label={t('more')}>
            <CompareItem traceId={traceId} />
            <MenuItem className="menu-item" onAction={() => void copy(traceId)}>
              <Icon name="copy" />
              {t('copyId')}
            </MenuItem>
            <MenuItem className="menu-item" onAction={() => void copy(toPython(traceId))}>
              <Icon name="code" />
              {t('copyPython')}
            </MenuItem>
            <MenuItem className="menu-item" onAction={() => setAsking(true)}>
              <Icon name="trash" />
              {t('remove')}
            </MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
      <RemoveDialog
        traceId={traceId}
        spans={spans}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onGone={onGone}
      />
    </>
  );
}

function RemoveDialog({
  traceId,
  spans,
  isOpen,
  onClose,
  onGone
}: {
  traceId: string;
  spans: number;
  isOpen: boolean;
  onClose: () => void;
  onGone: () => void;
}) {
  const t = useTranslate(TRACE_MESSAGES);
  const api = useApi();
  const queries = useQueryClient();
  const toasts = useToasts();
  const [isBusy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    try {
      await api.json('api/spans/delete', {
        method: 'POST',
        body: { kind: 'traces', traceIds: [traceId] }
      });
      onClose();
      onGone();
      toasts.show({ kind: 'done', message: t('removed') });
      await queries.invalidateQueries({ queryKey: KEYS.spans });
    } catch (error) {
      toasts.fail(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <ModalDialog title={t('removeTitle')} isOpen={isOpen} onClose={onClose}>
      <p>{t('removeReason', { count: spans })}</p>
      <div className="row row-end">
        <ActionButton label={t('keep')} kind="outline" onPress={onClose} />
        <ActionButton
          label={t('removeNow')}
          kind="danger"
          icon="trash"
          isDisabled={isBusy}
          onPress={() => void remove()}
        />
      </div>
    </ModalDialog>
  );
}
