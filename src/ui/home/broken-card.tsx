import { Fragment, useState } from 'react';
import type { SessionState } from '../../contract/session.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useNavigation } from '../app/view-state-context.tsx';
import type { Destination } from '../app/view-state-store.ts';
import { metricCall, segmentsCall } from '../charts/python-calls.ts';
import type { Range } from '../strip/presets.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { CodeLine } from '../parts/code-line.tsx';
import { Icon } from '../parts/icon.tsx';
import { pythonString } from '../parts/python-string.ts';
import { FailureState } from '../parts/states.tsx';
import type { Trouble } from './find-troubles.ts';
import { FINDINGS_MESSAGES } from './findings-messages.ts';

/** So many are shown at first; the place for them is kept while they are looked for. */
const FIRST = 5;
const MOST_LABELS = 3;

/** What is wrong with the data, in plain sentences, each with the way to it and the line of code that says the same. */
export function BrokenCard({
  session,
  troubles,
  error,
  onRetry,
  range,
  hasReference
}: {
  session: SessionState;
  /** Undefined while they are looked for. */
  troubles: readonly Trouble[] | undefined;
  error: Error | null;
  onRetry: () => void;
  range: Range | undefined;
  hasReference: boolean;
}) {
  const t = useTranslate(FINDINGS_MESSAGES);
  const [isOpen, setOpen] = useState(false);
  const shown = isOpen ? troubles : troubles?.slice(0, FIRST);
  const hidden = (troubles?.length ?? 0) - FIRST;
  return (
    <section
      className="chart-card finding-card broken-card"
      aria-labelledby="home-broken"
      aria-busy={troubles === undefined}
    >
      <header className="chart-head">
        <h3 id="home-broken">
          {t('broken')}{' '}
          {troubles && troubles.length > 0 && <span className="count">{troubles.length}</span>}
        </h3>
        <span className="bar-space" />
        {hidden > 0 && (
          <ActionButton
            label={isOpen ? t('fewer') : t('more', { count: hidden })}
            icon={isOpen ? 'up' : 'down'}
            onPress={() => setOpen(!isOpen)}
          />
        )}
      </header>
      {error && !troubles ? (
        <FailureState error={error} onRetry={onRetry} />
      ) : troubles?.length === 0 ? (
        <div className="finding-calm">
          <Icon name="check" size={18} />
          <p>
            <strong>{t('fine')}</strong>
            <span className="muted">{hasReference ? t('fineWhat') : t('fineAlone')}</span>
          </p>
        </div>
      ) : (
        <ul className="troubles">
          {shown
            ? shown.map(trouble => (
                <TroubleLine
                  key={JSON.stringify(trouble)}
                  trouble={trouble}
                  session={session}
                  range={range}
                />
              ))
            : Array.from({ length: 3 }, (_, i) => (
                <li key={i} className="trouble" aria-hidden="true">
                  <span className="skeleton" data-nth={i} />
                </li>
              ))}
        </ul>
      )}
    </section>
  );
}

function TroubleLine({
  trouble,
  session,
  range
}: {
  trouble: Trouble;
  session: SessionState;
  range: Range | undefined;
}) {
  const t = useTranslate(FINDINGS_MESSAGES);
  const { hrefOf } = useNavigation();
  const write = useSentence(session);
  return (
    <li className="trouble" data-kind={trouble.kind}>
      <Icon name="warning" />
      <a href={hrefOf(placeOf(trouble))}>
        <Emphasized text={write(trouble)} name={'name' in trouble ? trouble.name : undefined} />
      </a>
      <CodeLine code={codeOf(trouble, range)} label={t('code')} isCompact />
    </li>
  );
}

/** Stands for the name of the column in a sentence until the sentence is taken apart. */
const NAME = '\u0001';

/** A sentence with the name of its column in bold, wherever the language puts it. */
function Emphasized({ text, name }: { text: string; name: string | undefined }) {
  const [before = '', ...after] = text.split(NAME);
  return (
    <>
      {before}
      {after.map((part, i) => (
        <Fragment key={i}>
          <strong>{name}</strong>
          {part}
        </Fragment>
      ))}
    </>
  );
}

/** Sentences hold {@link NAME} where the column's name belongs. */
function useSentence(session: SessionState): (trouble: Trouble) => string {
  const t = useTranslate(FINDINGS_MESSAGES);
  const format = useFormat();
  const setOf = (role: 'primary' | 'reference' | 'corpus') => session.datasets[role]?.name ?? role;
  const set = setOf('primary');
  const reference = setOf('reference');
  const percent = (value: number) => format.percent(value / 100, value < 10 ? 1 : 0);
  const name = NAME;
  return trouble => {
    switch (trouble.kind) {
      case 'empty': {
        const { was } = trouble;
        return was === null || was === 100
          ? t('empty', { name, set })
          : t('emptyWas', { name, set, reference, was: percent(was) });
      }
      case 'emptier': {
        const { was } = trouble;
        const now = percent(trouble.now);
        return was === null
          ? t('mostlyEmpty', { name, now, set })
          : t('emptier', { name, now, set, was: percent(was), reference });
      }
      case 'newCategories': {
        const { found, share } = trouble;
        const labels = found.slice(0, MOST_LABELS).map(({ label }) => label);
        const rest = found.length - labels.length;
        return t('newCategories', {
          name,
          reference,
          count: found.length,
          share: format.percent(share, 1),
          labels: `${labels.join(', ')}${rest > 0 ? ` ${t('and', { count: rest })}` : ''}`
        });
      }
      case 'outside': {
        const { side, value, bound } = trouble;
        return t(side, {
          name,
          reference,
          value: format.number(value),
          bound: format.number(bound)
        });
      }
      case 'constant': {
        const { isNew } = trouble;
        return isNew ? t('constant', { name, set }) : t('constantAlways', { name });
      }
      case 'withoutTime':
        return t('withoutTime', { count: trouble.count, set: setOf(trouble.role) });
      case 'withoutVector': {
        const { count, total, role } = trouble;
        return t('withoutVector', { name, count, total, set: setOf(role) });
      }
    }
  };
}

/** Where more is to be seen of it. */
function placeOf(trouble: Trouble): Destination {
  switch (trouble.kind) {
    case 'empty':
    case 'emptier':
      return { place: 'signals', dimension: trouble.name, metric: 'percent_empty' };
    case 'newCategories': {
      const [first] = trouble.found;
      return {
        place: 'signals',
        dimension: trouble.name,
        // The rows of the category that has most.
        ...(first && {
          where: { conditions: [{ kind: 'bin', dimension: trouble.name, bin: first.bin }] }
        })
      };
    }
    case 'outside':
      return {
        place: 'signals',
        dimension: trouble.name,
        metric: trouble.side === 'above' ? 'max' : 'min'
      };
    case 'constant':
      return { place: 'signals', dimension: trouble.name };
    case 'withoutTime':
      return { place: 'home', look: trouble.role };
    case 'withoutVector':
      return { place: 'map', embedding: trouble.name };
  }
}

/** The line of Python that says the same. */
function codeOf(trouble: Trouble, range: Range | undefined): string {
  switch (trouble.kind) {
    case 'empty':
    case 'emptier':
      return metricCall('percent_empty', trouble.name, range);
    case 'newCategories':
      return segmentsCall(trouble.name, range);
    case 'outside':
      return metricCall(trouble.side === 'above' ? 'max' : 'min', trouble.name, range);
    case 'constant':
      return segmentsCall(trouble.name, range);
    case 'withoutTime':
      return `session.state["datasets"][${pythonString(trouble.role)}]["rowsWithoutTime"]`;
    case 'withoutVector':
      return 'session.state["embeddings"]';
  }
}
