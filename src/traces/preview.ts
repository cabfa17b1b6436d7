import {
  type AttributeObject,
  type AttributeValue,
  getProperty
} from '../contract/attribute-value.ts';
import { createTextWriter } from './write-plain-text.ts';

/** Characters of a preview. */
export const PREVIEW_LENGTH = 240;

/** Longer values are not searched for messages: a preview must not cost more than what it shows is worth. */
const MAX_PARSED = 200_000;

/** What went into a span, in a line: `input.value`, or the last thing the user said where that is a dump of messages. */
export function previewInput(attributes: AttributeObject): string | null {
  return preview(attributes, 'input', 'input_messages', 'user');
}

/** What came out of a span, in a line: `output.value`, or the model's last answer, or the tools it called. */
export function previewOutput(attributes: AttributeObject): string | null {
  return preview(attributes, 'output', 'output_messages', 'assistant');
}

function preview(
  attributes: AttributeObject,
  side: 'input' | 'output',
  list: string,
  role: string
): string | null {
  const value = getProperty(getProperty(attributes, side), 'value');
  if (value !== undefined && value !== null && !isDump(value)) {
    return cut(typeof value === 'string' ? value : writePlain(value));
  }
  const said =
    lastOf(getProperty(getProperty(attributes, 'llm'), list), role) ??
    (typeof value === 'string' ? lastOfDump(value, role) : null);
  return said ?? (typeof value === 'string' ? cut(value) : null);
}

/** Whether a value is JSON of an object or a list, as instrumentations write whole requests and answers. */
function isDump(value: AttributeValue): boolean {
  return typeof value === 'string' && /^\s*[[{]/.test(value);
}

/** The messages of a request (`messages`, or a bare list) or an answer (`choices[].message`). */
function lastOfDump(text: string, role: string): string | null {
  const json = text.length > MAX_PARSED ? undefined : parseJson(text);
  const choices = getProperty(json, 'choices');
  const messages = Array.isArray(choices)
    ? choices.map(choice => getProperty(choice, 'message') ?? null)
    : (getProperty(json, 'messages') ?? json);
  // Other lists have contents too, documents for instance; what has a role is a message.
  return Array.isArray(messages)
    ? lastOf(
        messages.filter(message => typeof getProperty(message, 'role') === 'string'),
        role
      )
    : null;
}

function parseJson(text: string): AttributeValue | undefined {
  try {
    return JSON.parse(text) as AttributeValue;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

/** What the last message of a role says, else the last that says anything. */
function lastOf(messages: AttributeValue | undefined, role: string): string | null {
  const listed = Array.isArray(messages)
    ? messages.map(each => getProperty(each, 'message') ?? each)
    : [];
  const ofRole = listed.filter(message => getProperty(message, 'role') === role);
  for (const candidates of [ofRole, listed]) {
    for (let i = candidates.length - 1; i >= 0; i--) {
      const said = say(candidates[i]);
      if (said !== null) {
        return said;
      }
    }
  }
  return null;
}

function say(message: AttributeValue | undefined): string | null {
  const texts = [
    ...textsOf(getProperty(message, 'content')),
    ...textsOf(getProperty(message, 'contents'))
  ];
  const text = toLine(texts.join(' '));
  if (text !== '') {
    return cut(text);
  }
  const calls = getProperty(message, 'tool_calls');
  const called = Array.isArray(calls) ? calls.map(sayCall).filter(Boolean).join(', ') : '';
  return called === '' ? null : cut(called);
}

/** Texts of a content: itself, or the parts of a list that are text. */
function textsOf(content: AttributeValue | undefined): string[] {
  if (typeof content === 'string') {
    return [content];
  }
  return Array.isArray(content)
    ? content.flatMap(part => {
        const text = getProperty(getProperty(part, 'message_content') ?? part, 'text');
        return typeof text === 'string' ? [text] : [];
      })
    : [];
}

function sayCall(each: AttributeValue): string {
  const called = getProperty(getProperty(each, 'tool_call') ?? each, 'function');
  const name = getProperty(called, 'name');
  const given = getProperty(called, 'arguments');
  const text =
    typeof given === 'string'
      ? given
      : given === undefined || given === null
        ? ''
        : writePlain(given);
  return typeof name === 'string' ? `${name}(${toLine(text.slice(0, PREVIEW_LENGTH))})` : '';
}

function toLine(text: string): string {
  return text.slice(0, MAX_PARSED).replace(/\s+/g, ' ').trim();
}

function cut(text: string): string {
  return text.slice(0, PREVIEW_LENGTH);
}

const writePlain = createTextWriter(PREVIEW_LENGTH);
