import {
  getProperty,
  isAttributeObject,
  setProperty,
  type AttributeObject,
  type AttributeValue
} from '../../contract/attribute-value.ts';
import { readText } from './read-path.ts';
import { readStructure, toText } from './read-structure.ts';

/**
 * Messages as OpenInference has them, `[{ message: { role, content, … } }]`, from a list, a JSON text of one, a single message or a plain text.
 * Both shapes of a message are understood: with `parts`, and with `content` and `tool_calls` as the APIs of providers have it.
 */
export function toMessages(value: AttributeValue | undefined, role: string): AttributeObject[] {
  const structure = readStructure(value);
  if (structure === undefined || structure === null || structure === '') {
    return [];
  }
  const list = Array.isArray(structure) ? structure : [structure];
  return list.flatMap(message => toMessage(message, role));
}

function toMessage(given: AttributeValue, defaultRole: string): AttributeObject[] {
  const value = Array.isArray(given) ? { content: given } : given;
  if (!isAttributeObject(value)) {
    return [wrap({ role: defaultRole, content: toText(value) })];
  }
  const head: AttributeObject = { role: readText(value, 'role') ?? defaultRole };
  const name = readText(value, 'name');
  if (name !== undefined) {
    head['name'] = name;
  }
  const parts =
    readStructure(getProperty(value, 'parts')) ?? readBlocks(getProperty(value, 'content'));
  const calls = readStructure(getProperty(value, 'tool_calls'));
  const answered = readText(value, 'tool_call_id') ?? readAnsweredCall(value, head);
  if (Array.isArray(parts)) {
    return fromParts(head, parts);
  }
  const message = { ...head, ...fromContent(getProperty(value, 'content')) };
  if (Array.isArray(calls) && calls.length > 0) {
    setProperty(message, 'tool_calls', calls.map(toToolCall));
  }
  if (answered !== undefined) {
    setProperty(message, 'tool_call_id', answered);
  }
  return [wrap(message)];
}

/** The message event of a tool names the call it answers as its `id`. */
function readAnsweredCall(value: AttributeObject, head: AttributeObject): string | undefined {
  return head['role'] === 'tool' ? readText(value, 'id') : undefined;
}

const wrap = (message: AttributeObject): AttributeObject => ({ message });

function fromContent(value: AttributeValue | undefined): AttributeObject {
  const content = readStructure(value);
  if (content === undefined || content === null) {
    return {};
  }
  if (Array.isArray(content) && content.every(part => readText(part, 'type') !== undefined)) {
    return joinContents(content.map(toContent));
  }
  return { content: toText(value as AttributeValue) };
}

/** The content of Bedrock's messages, whose parts are told apart by their only key, as parts that name their type. */
function readBlocks(value: AttributeValue | undefined): AttributeValue[] | undefined {
  const blocks = readStructure(value);
  const parts = Array.isArray(blocks) ? blocks.map(toPart) : [];
  return parts.length > 0 && parts.every(part => part !== undefined) ? parts : undefined;
}

function toPart(block: AttributeValue): AttributeObject | undefined {
  const [[key, value] = [], ...others] = isAttributeObject(block) ? Object.entries(block) : [];
  if (others.length > 0) {
    return undefined;
  }
  if (key === 'text' && typeof value === 'string') {
    return { type: 'text', text: value };
  }
  const id = getProperty(value, 'toolUseId') ?? null;
  if (key === 'toolUse') {
    const name = getProperty(value, 'name') ?? null;
    return { type: 'tool_call', id, name, arguments: getProperty(value, 'input') ?? null };
  }
  return key === 'toolResult'
    ? { type: 'tool_call_response', id, response: readResult(getProperty(value, 'content')) }
    : undefined;
}

/** What a tool answered: its text, if that is all. */
function readResult(content: AttributeValue = null): AttributeValue {
  const [part, ...others] = readBlocks(content) ?? [];
  return (others.length === 0 ? getProperty(part, 'text') : undefined) ?? content;
}

/** Parts become the contents of one message; results of tools are messages of their own. */
function fromParts(head: AttributeObject, parts: AttributeValue[]): AttributeObject[] {
  const contents: AttributeObject[] = [];
  const calls: AttributeObject[] = [];
  const answers: AttributeObject[] = [];
  for (const part of parts) {
    const type = readText(part, 'type');
    if (type === 'tool_call') {
      calls.push(toToolCall(part));
    } else if (type === 'tool_call_response') {
      answers.push(wrap({ ...head, role: 'tool', ...toToolAnswer(part) }));
    } else {
      contents.push(toContent(part));
    }
  }
  const message = { ...head, ...joinContents(contents) };
  if (calls.length > 0) {
    setProperty(message, 'tool_calls', calls);
  }
  const isEmpty = contents.length === 0 && calls.length === 0 && answers.length > 0;
  return isEmpty ? answers : [wrap(message), ...answers];
}

/** One text is the content; anything more is a list of contents. */
function joinContents(contents: AttributeObject[]): AttributeObject {
  const [first] = contents;
  if (!first) {
    return {};
  }
  return contents.length === 1 && first['type'] === 'text' && typeof first['text'] === 'string'
    ? { content: first['text'] }
    : { contents: contents.map(content => ({ message_content: content })) };
}

const IMAGE_TYPES = new Set(['image', 'image_url', 'input_image']);

function toContent(part: AttributeValue): AttributeObject {
  const type = readText(part, 'type') ?? 'text';
  const url = readUrl(part);
  const isImage = IMAGE_TYPES.has(type) || readText(part, 'modality') === 'image';
  if (isImage && url !== undefined) {
    return { type: 'image', image: { image: { url } } };
  }
  if (readText(part, 'modality') === 'audio' && url !== undefined) {
    return { type: 'audio', audio: { audio: { url } } };
  }
  const text = getProperty(part, 'text') ?? getProperty(part, 'content');
  const isText = type === 'text' || type === 'input_text' || type === 'output_text';
  return { type: isText ? 'text' : type, text: toText(text ?? part) };
}

/** Where the bytes of an image or a sound are: an address, or themselves as a `data:` one. */
function readUrl(part: AttributeValue): string | undefined {
  const address =
    readText(part, 'uri') ??
    readText(part, 'image_url.url') ??
    readText(part, 'image_url') ??
    readText(part, 'url');
  const content = readText(part, 'type') === 'blob' ? readText(part, 'content') : undefined;
  const mimeType = readText(part, 'mime_type') ?? 'application/octet-stream';
  return address ?? (content === undefined ? undefined : `data:${mimeType};base64,${content}`);
}

function toToolCall(value: AttributeValue): AttributeObject {
  const called = getProperty(value, 'function') ?? value;
  const call: AttributeObject = {};
  const id = readText(value, 'id');
  if (id !== undefined) {
    call['id'] = id;
  }
  const given = getProperty(called, 'arguments');
  call['function'] = {
    name: readText(called, 'name') ?? '',
    ...(given === undefined || given === null ? {} : { arguments: toText(given) })
  };
  return { tool_call: call };
}

function toToolAnswer(part: AttributeValue): AttributeObject {
  const id = readText(part, 'id');
  const result = getProperty(part, 'response') ?? getProperty(part, 'result') ?? null;
  return {
    ...(result === null ? {} : { content: toText(result) }),
    ...(id === undefined ? {} : { tool_call_id: id })
  };
}
