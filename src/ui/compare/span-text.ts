import { readAttributeJson } from '../../contract/attribute-json.ts';
import type { SpanDetail } from '../../contract/traces.ts';
import { textAt } from '../span/attribute-list.ts';
import { type ChatMessage, readConversation } from '../span/read-messages.ts';

/** What went into a span and what came out, as text to be compared. */
export function writeSpanText(detail: SpanDetail): { input: string; output: string } {
  const attributes = readAttributeJson(detail.attributes);
  const { input, output } = readConversation(attributes);
  return {
    input: writeMessages(input) || (textAt(attributes, 'input', 'value') ?? ''),
    output: writeMessages(output) || (textAt(attributes, 'output', 'value') ?? '')
  };
}

function writeMessages(messages: readonly ChatMessage[]): string {
  return messages
    .map(({ role, parts, calls }) =>
      [
        `${role}:`,
        ...parts.map(part =>
          part.kind === 'image'
            ? '[image]'
            : 'text' in part
              ? (part.text ?? '')
              : JSON.stringify(part.value)
        ),
        ...calls.map(({ name, input }) => `${name}(${input ?? ''})`)
      ].join('\n')
    )
    .join('\n\n');
}
