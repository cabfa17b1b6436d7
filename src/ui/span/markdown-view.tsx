import { memo, type ReactNode, useMemo } from 'react';
import { useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { useCopy } from '../parts/use-copy.ts';
import type { Inline } from './parse-inlines.ts';
import { type Block, parseMarkdown } from './parse-markdown.ts';
import { SPAN_MESSAGES } from './span-messages.ts';

/** Markdown as elements of ours: nothing of the text becomes markup, a link, or a request. */
export const MarkdownView = memo(function MarkdownView({ text }: { text: string }) {
  const blocks = useMemo(() => parseMarkdown(text), [text]);
  return <div className="markdown">{blocks.map(drawBlock)}</div>;
});

function drawBlock(block: Block, key: number): ReactNode {
  switch (block.kind) {
    case 'heading':
      return (
        <p
          key={key}
          className="md-heading"
          role="heading"
          aria-level={Math.min(6, block.level + 3)}
        >
          <Inlines of={block.inlines} />
        </p>
      );
    case 'paragraph':
      return (
        <p key={key}>
          <Inlines of={block.inlines} />
        </p>
      );
    case 'code':
      return <CodeBlock key={key} language={block.language} text={block.text} />;
    case 'list': {
      const items = block.items.map((item, i) => <li key={i}>{item.map(drawBlock)}</li>);
      return block.start === null ? (
        <ul key={key}>{items}</ul>
      ) : (
        <ol key={key} start={block.start}>
          {items}
        </ol>
      );
    }
    case 'quote':
      return <blockquote key={key}>{block.blocks.map(drawBlock)}</blockquote>;
    case 'table':
      return <MarkdownTable key={key} block={block} />;
    case 'rule':
      return <hr key={key} />;
  }
}

function MarkdownTable({ block: { head, rows } }: { block: Extract<Block, { kind: 'table' }> }) {
  return (
    <div className="md-table" tabIndex={0} role="group">
      <table>
        <thead>
          <tr>
            {head.map((cell, i) => (
              <th key={i} scope="col">
                <Inlines of={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {row.map((cell, j) => (
                <td key={j}>
                  <Inlines of={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CodeBlock({ language, text }: { language: string; text: string }) {
  const t = useTranslate(SPAN_MESSAGES);
  const copy = useCopy();
  return (
    <div className="md-code">
      <div className="md-code-head">
        <span className="muted">{language}</span>
        <ActionButton label={t('copy')} icon="copy" isIconOnly onPress={() => void copy(text)} />
      </div>
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
    </div>
  );
}

function Inlines({ of: inlines }: { of: readonly Inline[] }) {
  return inlines.map((inline, i) => {
    switch (inline.kind) {
      case 'text':
        return <span key={i}>{inline.text}</span>;
      case 'code':
        return <code key={i}>{inline.text}</code>;
      case 'strong':
        return (
          <strong key={i}>
            <Inlines of={inline.inlines} />
          </strong>
        );
      case 'em':
        return (
          <em key={i}>
            <Inlines of={inline.inlines} />
          </em>
        );
      case 'del':
        return (
          <del key={i}>
            <Inlines of={inline.inlines} />
          </del>
        );
      case 'link':
        return <TextLink key={i} text={inline.text} href={inline.href} />;
    }
  });
}

/** A link out of a span is never followed by a press: it is read, and copied. */
export function TextLink({ text, href }: { text: string; href: string }) {
  const t = useTranslate(SPAN_MESSAGES);
  const copy = useCopy();
  return (
    <span className="md-link" title={href}>
      <span>{text}</span>
      <ActionButton
        label={`${t('copy')}: ${href.slice(0, 200)}`}
        icon="link"
        isIconOnly
        onPress={() => void copy(href)}
      />
    </span>
  );
}
