import { useMemo } from 'react';
import { useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { useCopy } from '../parts/use-copy.ts';
import type { Steps } from './attribute-list.ts';
import { JsonView } from './json-view.tsx';
import { LongText } from './long-text.tsx';
import { MarkdownView } from './markdown-view.tsx';
import { readJsonText } from './read-json-text.ts';
import { SPAN_MESSAGES } from './span-messages.ts';
import { useFormatted } from './use-formatted.ts';

/** A text of a span: as a tree when it is JSON, else with its Markdown or as it is written. */
export function TextView({ text, steps }: { text: string; steps: Steps | undefined }) {
  const [isFormatted] = useFormatted();
  const json = useMemo(() => (isFormatted ? readJsonText(text) : undefined), [text, isFormatted]);
  if (json !== undefined) {
    return <JsonView value={json} />;
  }
  return (
    <LongText text={text} steps={steps}>
      {shown =>
        isFormatted ? <MarkdownView text={shown} /> : <p className="as-written">{shown}</p>
      }
    </LongText>
  );
}

/** A text under its name, with *Copy*. */
export function TextCard({
  title,
  text,
  steps,
  kind
}: {
  title: string;
  text: string;
  steps: Steps | undefined;
  kind?: string;
}) {
  const t = useTranslate(SPAN_MESSAGES);
  const copy = useCopy();
  return (
    <section className="span-card" data-role={kind}>
      <header>
        <h3>{title}</h3>
        <ActionButton label={t('copy')} icon="copy" isIconOnly onPress={() => void copy(text)} />
      </header>
      <TextView text={text} steps={steps} />
    </section>
  );
}
