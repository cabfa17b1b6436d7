import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState
} from 'react';
import { completeFilter } from '../../filter/complete-filter.ts';
import { mendFilter } from '../../filter/mend-filter.ts';
import type { FilterVocabulary } from '../../filter/vocabulary.ts';
import { useKeys } from '../app/keyboard-context.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { Icon } from '../parts/icon.tsx';
import { readHistory, rememberFilter, STAYED_MS } from './filter-history.ts';
import { checkFilterText, splitAtMark } from './filter-marks.ts';
import { TRACES_MESSAGES } from './traces-messages.ts';
import { useKept } from '../parts/use-kept.ts';
import { useAttributeNames, useValues } from './use-spans.ts';

const MAX_OPTIONS = 8;
/** A comparison that ends at the cursor, with what has been written of its value. */
const COMPARED = /([A-Za-z_][\w.]*)\s*(?:==|!=)\s*(?:['"][^'"]*)?$/;

/** The filter as it is written. It is checked at every letter and applied by Enter; a wrong one is told and not applied. */
export function FilterField({
  applied,
  project,
  onApply,
  children
}: {
  applied: string;
  project: string | undefined;
  onApply: (filter: string) => void;
  /** What the filter left, under the field. */
  children?: ReactNode;
}) {
  const t = useTranslate(TRACES_MESSAGES);
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const backdrop = useRef<HTMLDivElement>(null);
  const [text, setText] = useState(applied);
  const [position, setPosition] = useState(applied.length);
  /** What the list under the field offers. */
  const [offer, setOffer] = useState<'completions' | 'history'>();
  const [active, setActive] = useState(0);
  const [history, setHistory] = useKept('phoenix.filters', readHistory);
  const cursor = useRef<number | undefined>(undefined);
  const vocabulary = useVocabulary(text.slice(0, position), project);
  const check = useMemo(() => checkFilterText(text, vocabulary), [text, vocabulary]);
  const completions = useMemo(
    () => completeFilter(text, position, vocabulary),
    [text, position, vocabulary]
  );
  const mended = useMemo(() => mendFilter(text, vocabulary), [text, vocabulary]);
  const options: Option[] =
    offer === 'history'
      ? history.map(label => ({ label, note: '' }))
      : offer === 'completions'
        ? completions.options
            .slice(0, MAX_OPTIONS)
            .map(({ label, kind, type }) => ({ label, note: type ?? kind }))
        : [];
  const current = Math.min(active, options.length - 1);
  useStayed(applied, filter => setHistory(rememberFilter(history, filter)));
  useEffect(() => setText(applied), [applied]);
  useEffect(() => {
    if (cursor.current !== undefined) {
      input.current?.setSelectionRange(cursor.current, cursor.current);
      cursor.current = undefined;
    }
  }, [text]);
  useKeys([{ keys: '/', label: t('filter'), group: t('keys'), run: () => input.current?.focus() }]);

  const complete = (label: string) => {
    const { from, to } = completions;
    setText(text.slice(0, from) + label + text.slice(to));
    setPosition(from + label.length);
    cursor.current = from + label.length;
    setActive(0);
    input.current?.focus();
  };
  const apply = (filter = text) => {
    setOffer(undefined);
    if (checkFilterText(filter, vocabulary).isValid) {
      onApply(filter.trim());
    }
  };
  const recall = (filter: string) => {
    setText(filter);
    setPosition(filter.length);
    cursor.current = filter.length;
    input.current?.focus();
    apply(filter);
  };
  const choose = (label: string) => {
    if (offer === 'history') {
      recall(label);
    } else {
      complete(label);
    }
  };
  const press = (event: KeyboardEvent) => {
    const chosen = options[current];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (offer !== undefined) {
        setActive(options.length === 0 ? 0 : (current + step + options.length) % options.length);
      } else {
        setOffer(text === '' && step === -1 ? 'history' : 'completions');
        setActive(0);
      }
    } else if (event.key === 'Tab' && !event.shiftKey && chosen) {
      event.preventDefault();
      choose(chosen.label);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (offer === 'history' && chosen) {
        recall(chosen.label);
      } else {
        apply();
      }
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (options.length === 0) {
        setText(applied);
        input.current?.blur();
      }
      setOffer(undefined);
    }
  };
  const [before, marked, after] = splitAtMark(text, check.at);
  const isDraft = check.isValid && text.trim() !== applied;
  return (
    <div className="trace-filter">
      <div className="trace-filter-box">
        <Icon name="search" />
        <div ref={backdrop} className="trace-filter-marks" aria-hidden="true">
          {before}
          <span className={check.isValid ? 'doubt' : 'wrong'}>{marked}</span>
          {after}
        </div>
        <input
          ref={input}
          className="field"
          type="text"
          role="combobox"
          spellCheck={false}
          autoComplete="off"
          maxLength={8000}
          aria-label={t('filter')}
          aria-expanded={options.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-invalid={!check.isValid}
          aria-describedby={`${id}-told`}
          {...(options[current] && { 'aria-activedescendant': `${id}-${current}` })}
          placeholder={t('filterPlaceholder')}
          value={text}
          onChange={event => {
            setText(event.target.value);
            setPosition(event.target.selectionStart ?? event.target.value.length);
            setOffer('completions');
            setActive(0);
          }}
          onSelect={event => setPosition(event.currentTarget.selectionStart ?? 0)}
          onScroll={event => {
            if (backdrop.current) {
              backdrop.current.scrollLeft = event.currentTarget.scrollLeft;
            }
          }}
          onBlur={() => setOffer(undefined)}
          onKeyDown={press}
        />
        {text === '' && history.length > 0 && (
          <ActionButton
            label={t('history')}
            icon="history"
            isIconOnly
            keys="ArrowUp"
            className="trace-filter-clear"
            onPress={() => {
              input.current?.focus();
              setOffer('history');
              setActive(0);
            }}
          />
        )}
        {text !== '' && (
          <ActionButton
            label={t('clear')}
            icon="close"
            isIconOnly
            className="trace-filter-clear"
            onPress={() => {
              setText('');
              setPosition(0);
              onApply('');
            }}
          />
        )}
        <ul
          id={`${id}-list`}
          className="trace-options"
          role="listbox"
          aria-label={t(offer === 'history' ? 'history' : 'suggestions')}
          hidden={options.length === 0}
        >
          {options.map(({ label, note }, i) => (
            <li
              key={`${note} ${label}`}
              id={`${id}-${i}`}
              role="option"
              aria-selected={i === current}
              // The field keeps the focus, so that writing goes on.
              onMouseDown={event => {
                event.preventDefault();
                choose(label);
              }}
            >
              <span>{label}</span>
              <span className="muted">{note}</span>
            </li>
          ))}
        </ul>
      </div>
      <div className="trace-under">
        <p
          id={`${id}-told`}
          className={check.isValid ? 'trace-told muted' : 'trace-told trace-told-wrong'}
          data-idle={check.message === undefined && !isDraft}
          role="status"
        >
          {check.message !== undefined
            ? [check.message, check.hint].filter(Boolean).join('. ')
            : isDraft
              ? t('apply')
              : t('filterHelp')}
          {mended && (
            <button type="button" className="trace-mend" onClick={() => recall(mended.text)}>
              {t('use', { name: mended.name })}
            </button>
          )}
        </p>
        {children}
      </div>
    </div>
  );
}

/** A line of the list under the field. */
interface Option {
  label: string;
  note: string;
}

/** Tells a filter once it has stayed applied for a while. */
function useStayed(applied: string, onStayed: (filter: string) => void): void {
  const latest = useRef(onStayed);
  useEffect(() => {
    latest.current = onStayed;
  });
  useEffect(() => {
    if (applied !== '') {
      const timer = setTimeout(() => latest.current(applied), STAYED_MS);
      return () => clearTimeout(timer);
    }
    return undefined;
  }, [applied]);
}

function useVocabulary(before: string, project: string | undefined): FilterVocabulary {
  const { data: attributes } = useAttributeNames(project);
  const path = COMPARED.exec(before)?.[1]?.replace(/^(?:span\.)?(?:attributes\.)?/, '');
  const { data: values } = useValues(path, project);
  return useMemo(
    () => ({
      ...(attributes && attributes.length > 0 && { attributes }),
      ...(path !== undefined && values && { values: new Map([[path, values]]) })
    }),
    [attributes, path, values]
  );
}
