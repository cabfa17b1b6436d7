import { useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { useCopy } from '../parts/use-copy.ts';
import { JsonView } from './json-view.tsx';
import { MessageImage } from './message-image.tsx';
import type { ChatMessage, Conversation, MessagePart, ToolCall } from './read-messages.ts';
import { SPAN_MESSAGES } from './span-messages.ts';
import { TextCard, TextView } from './text-view.tsx';

/** What a model was told and what it said, in order. */
export function MessagesTab({ conversation }: { conversation: Conversation }) {
  const t = useTranslate(SPAN_MESSAGES);
  const { input, output, prompts, choices, tools, template, parameters } = conversation;
  return (
    <div className="span-cards">
      {tools.length > 0 && (
        <details className="span-card span-fold">
          <summary>{t('tools', { count: tools.length })}</summary>
          {tools.map(({ name, schema }) => (
            <TextCard key={name} title={name} text={schema} steps={undefined} />
          ))}
        </details>
      )}
      {template && (
        <details className="span-card span-fold">
          <summary>{t('template')}</summary>
          <TextView text={template.text} steps={template.steps} />
          {template.variables !== undefined && (
            <TextCard title={t('variables')} text={template.variables} steps={undefined} />
          )}
        </details>
      )}
      {input.map((message, i) => (
        <Message key={i} message={message} isOutput={false} />
      ))}
      {prompts.map((part, i) => (
        <section key={i} className="span-card" data-role="user">
          <header>
            <h3>{t('prompt')}</h3>
          </header>
          <Part part={part} />
        </section>
      ))}
      {output.map((message, i) => (
        <Message key={i} message={message} isOutput />
      ))}
      {choices.map((part, i) => (
        <section key={i} className="span-card is-output" data-role="assistant">
          <header>
            <h3>{t('completion')}</h3>
          </header>
          <Part part={part} />
        </section>
      ))}
      {parameters !== undefined && (
        <details className="span-card span-fold">
          <summary>{t('parameters')}</summary>
          <TextView text={parameters} steps={undefined} />
        </details>
      )}
    </div>
  );
}

function Message({ message, isOutput }: { message: ChatMessage; isOutput: boolean }) {
  const t = useTranslate(SPAN_MESSAGES);
  const copy = useCopy();
  const { role, name, parts, calls, answers } = message;
  const text = parts.map(part => ('text' in part ? (part.text ?? '') : '')).join('\n');
  return (
    <section className={isOutput ? 'span-card is-output' : 'span-card'} data-role={role}>
      <header>
        <h3>{role}</h3>
        {name !== undefined && <span className="muted">{name}</span>}
        {answers !== undefined && <span className="muted">{t('resultOf', { id: answers })}</span>}
        {text !== '' && (
          <ActionButton label={t('copy')} icon="copy" isIconOnly onPress={() => void copy(text)} />
        )}
      </header>
      {parts.map((part, i) => (
        <Part key={i} part={part} />
      ))}
      {calls.map((call, i) => (
        <Call key={i} call={call} />
      ))}
      {parts.length === 0 && calls.length === 0 && <p className="muted">{t('emptyMessage')}</p>}
    </section>
  );
}

function Part({ part }: { part: MessagePart }) {
  const t = useTranslate(SPAN_MESSAGES);
  switch (part.kind) {
    case 'text':
      return <TextView text={part.text} steps={part.steps} />;
    case 'reasoning':
      return (
        <details className="span-fold">
          <summary>{t('reasoning')}</summary>
          <TextView text={part.text} steps={part.steps} />
        </details>
      );
    case 'image':
      return <MessageImage url={part.url} steps={part.steps} />;
    case 'audio':
      return (
        <>
          <p className="muted">{t('audio', { address: part.url.slice(0, 80) })}</p>
          {part.text !== undefined && <TextView text={part.text} steps={undefined} />}
        </>
      );
    case 'other':
      return <JsonView value={part.value} />;
  }
}

function Call({ call: { id, name, input, steps } }: { call: ToolCall }) {
  const t = useTranslate(SPAN_MESSAGES);
  return (
    <div className="tool-call">
      <p>
        <strong>{t('callOf', { name })}</strong>
        {id !== undefined && <code className="muted">{id}</code>}
      </p>
      {input !== undefined && input !== '' && <TextView text={input} steps={steps} />}
    </div>
  );
}
