import { useEffect, useRef, useState } from 'react';
import { useKeys } from '../app/keyboard-context.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { Icon } from '../parts/icon.tsx';
import { ROWS_MESSAGES } from './rows-messages.ts';

/** A request per word typed rather than per letter. */
const TYPING_MS = 200;

/** A text that rows must contain, in the view-state: every table and map in view follows. */
export function FindField({ label }: { label?: string }) {
  const t = useTranslate(ROWS_MESSAGES);
  const what = label ?? t('find');
  const find = useViewState('find') ?? '';
  const { update } = useNavigation();
  const [text, setText] = useState(find);
  const input = useRef<HTMLInputElement>(null);
  const sent = useRef(find);
  useEffect(() => {
    // Somebody else changed it: a chip was removed, or the reader went back.
    if (find !== sent.current) {
      sent.current = find;
      setText(find);
    }
  }, [find]);
  useEffect(() => {
    if (text === sent.current) {
      return;
    }
    const timer = setTimeout(() => {
      sent.current = text;
      update({ find: text === '' ? undefined : text });
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, update]);
  useKeys([{ keys: '/', label: what, run: () => input.current?.select() }]);
  return (
    <div className="find">
      <Icon name="search" />
      <input
        ref={input}
        className="field"
        type="search"
        maxLength={1000}
        aria-label={what}
        placeholder={what}
        value={text}
        onChange={event => setText(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Escape') {
            event.preventDefault();
            setText('');
            event.currentTarget.blur();
          }
        }}
      />
      {text !== '' && (
        <ActionButton
          label={t('clearFind')}
          icon="close"
          isIconOnly
          className="find-clear"
          onPress={() => setText('')}
        />
      )}
    </div>
  );
}
