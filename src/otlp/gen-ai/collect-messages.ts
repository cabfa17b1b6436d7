import {
  getProperty,
  type AttributeObject,
  type AttributeValue
} from '../../contract/attribute-value.ts';
import type { SpanEvent } from '../../contract/span.ts';
import { readPath } from './read-path.ts';
import { readStructure } from './read-structure.ts';
import { toMessages } from './to-messages.ts';

export interface Messages {
  input: AttributeObject[];
  output: AttributeObject[];
  /** Why each choice of the model ended, as far as the messages tell. */
  finishReasons: string[];
}

/** Events that are one message each, with the role it has when it names none. */
const MESSAGE_EVENTS = new Map([
  ['gen_ai.system.message', 'system'],
  ['gen_ai.user.message', 'user'],
  ['gen_ai.assistant.message', 'assistant'],
  ['gen_ai.tool.message', 'tool']
]);

/** The messages of a span: in its attributes, of today or of before, else in its events (§1.7, §14.9). */
export function collectMessages(genAi: AttributeObject, events: readonly SpanEvent[]): Messages {
  const messages: Messages = { input: [], output: [], finishReasons: [] };
  addAttributes(messages, genAi);
  const fromAttributes = { input: messages.input.length > 0, output: messages.output.length > 0 };
  for (const event of events) {
    addEvent(messages, event, fromAttributes);
  }
  return messages;
}

function addAttributes(messages: Messages, genAi: AttributeObject): void {
  addInstructions(messages, getProperty(genAi, 'system_instructions'));
  const input = readPath(genAi, 'input.messages') ?? getProperty(genAi, 'prompt');
  const output = readPath(genAi, 'output.messages') ?? getProperty(genAi, 'completion');
  messages.input.push(...toMessages(input, 'user'));
  messages.output.push(...toMessages(output, 'assistant'));
  addFinishReasons(messages, output);
}

/** Instructions are the parts of one message, or its text. */
function addInstructions(messages: Messages, instructions: AttributeValue | undefined): void {
  const parts = readStructure(instructions);
  if (Array.isArray(parts) && parts.length > 0) {
    messages.input.push(...toMessages([{ role: 'system', parts }], 'system'));
  } else if (typeof parts === 'string') {
    messages.input.push(...toMessages(parts, 'system'));
  }
}

function addEvent(
  messages: Messages,
  { name, attributes }: SpanEvent,
  fromAttributes: { input: boolean; output: boolean }
): void {
  const role = MESSAGE_EVENTS.get(name);
  const body = readBody(attributes);
  if (role !== undefined && !fromAttributes.input) {
    messages.input.push(...toMessages([body], role));
  } else if (name === 'gen_ai.choice' && !fromAttributes.output) {
    messages.output.push(...toMessages([readChoice(body)], 'assistant'));
    addFinishReasons(messages, [body]);
  } else if (name === 'gen_ai.content.prompt' && !fromAttributes.input) {
    messages.input.push(...toMessages(attributes['gen_ai.prompt'], 'user'));
  } else if (name === 'gen_ai.content.completion' && !fromAttributes.output) {
    messages.output.push(...toMessages(attributes['gen_ai.completion'], 'assistant'));
  } else if (name === 'gen_ai.client.inference.operation.details') {
    addDetails(messages, attributes, fromAttributes);
  }
}

function addDetails(
  messages: Messages,
  attributes: AttributeObject,
  fromAttributes: { input: boolean; output: boolean }
): void {
  if (!fromAttributes.input) {
    addInstructions(messages, attributes['gen_ai.system_instructions']);
    messages.input.push(...toMessages(attributes['gen_ai.input.messages'], 'user'));
  }
  if (!fromAttributes.output) {
    const output = attributes['gen_ai.output.messages'];
    messages.output.push(...toMessages(output, 'assistant'));
    addFinishReasons(messages, output);
  }
}

/** Some senders put the body of a message event into one attribute, others spread it over several. */
function readBody(attributes: AttributeObject): AttributeValue {
  const body = readStructure(attributes['gen_ai.event.content'] ?? attributes['event.body']);
  return typeof body === 'object' && body !== null ? body : attributes;
}

/** A choice has its message within, or is one itself. */
function readChoice(body: AttributeValue): AttributeValue {
  return readStructure(getProperty(body, 'message')) ?? body;
}

function addFinishReasons(messages: Messages, output: AttributeValue | undefined): void {
  const list = readStructure(output);
  for (const choice of Array.isArray(list) ? list : []) {
    const reason = getProperty(choice, 'finish_reason');
    if (typeof reason === 'string') {
      messages.finishReasons.push(reason);
    }
  }
}
