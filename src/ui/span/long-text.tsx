import { type ReactNode, useState } from 'react';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useToasts } from '../app/toasts.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { type Steps, toCutPath } from './attribute-list.ts';
import { SPAN_MESSAGES } from './span-messages.ts';
import { useSpanValues } from './span-values.tsx';

/** What is shown of a long text before it is asked for. */
const PREVIEW = 2000;
/** More than this is not read on a page, and would make it slow. */
const MAX_SHOWN = 300_000;

/** A text of any length: its beginning, then all of it on request, which is loaded when the server cut it. */
export function LongText({
  text,
  steps,
  children
}: {
  text: string;
  /** Where it stands in the attributes; undefined when it came from within another value. */
  steps: Steps | undefined;
  /** Draws what is shown of it. */
  children: (shown: string) => ReactNode;
}) {
  const t = useTranslate(SPAN_MESSAGES);
  const format = useFormat();
  const toasts = useToasts();
  const values = useSpanValues();
  const path = steps && toCutPath(steps);
  const length = (path !== undefined && values.lengthOf(path)) || text.length;
  const [whole, setWhole] = useState<string>();
  const [isOpen, setOpen] = useState(false);
  const [isBusy, setBusy] = useState(false);
  if (length <= PREVIEW) {
    return children(text);
  }
  const all = whole ?? text;
  const shown = isOpen ? all.slice(0, MAX_SHOWN) : cutAtWord(text);
  const open = async () => {
    if (path !== undefined && whole === undefined && length > text.length) {
      setBusy(true);
      try {
        setWhole(await values.read(path));
      } catch (error) {
        toasts.fail(error);
        return;
      } finally {
        setBusy(false);
      }
    }
    setOpen(true);
  };
  const size = format.bytes(length);
  return (
    <div className={isOpen ? 'long-text' : 'long-text is-cut'}>
      {children(shown)}
      <p className="long-more">
        {isOpen && length > MAX_SHOWN && (
          <span className="muted">{t('tooLong', { shown: format.bytes(MAX_SHOWN), size })}</span>
        )}
        {isOpen ? (
          <ActionButton label={t('showLess')} kind="outline" onPress={() => setOpen(false)} />
        ) : (
          <ActionButton
            label={isBusy ? t('loading') : t('showAll', { size })}
            kind="outline"
            isDisabled={isBusy}
            onPress={() => void open()}
          />
        )}
        {path !== undefined && (
          <a className="button button-plain" href={values.urlOf(path)} download={fileNameOf(steps)}>
            {t('download')}
          </a>
        )}
      </p>
    </div>
  );
}

/** A preview ends between words where there are any. */
function cutAtWord(text: string): string {
  const cut = text.slice(0, PREVIEW);
  const end = cut.search(/\s\S*$/);
  return end > PREVIEW / 2 ? cut.slice(0, end) : cut;
}

function fileNameOf(steps: Steps | undefined): string {
  return `${(steps ?? []).join('.').replace(/[^\w.-]+/g, '_') || 'value'}.txt`;
}
