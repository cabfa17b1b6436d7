import { readAttributeJson } from '../../contract/attribute-json.ts';
import { type AttributeValue, isAttributeObject } from '../../contract/attribute-value.ts';
import { listAt, type Steps, textAt, valueAt } from './attribute-list.ts';

export type MessagePart =
  | { kind: 'text' | 'reasoning'; text: string; steps: Steps | undefined }
  | { kind: 'image' | 'audio'; url: string; text: string | undefined; steps: Steps | undefined }
  /** Something of a type that is not known. */
  | { kind: 'other'; value: AttributeValue };

export interface ToolCall {
  id: string | undefined;
  name: string;
  /** JSON, as a rule. */
  input: string | undefined;
  steps: Steps | undefined;
}

export interface ChatMessage {
  role: string;
  name: string | undefined;
  parts: MessagePart[];
  calls: ToolCall[];
  /** The call that this is the result of. */
  answers: string | undefined;
}

export interface Conversation {
  input: ChatMessage[];
  output: ChatMessage[];
  /** Of completions without a chat. */
  prompts: MessagePart[];
  choices: MessagePart[];
  /** What the model was offered, as JSON. */
  tools: { name: string; schema: string }[];
  template: { text: string; variables: string | undefined; steps: Steps } | undefined;
  parameters: string | undefined;
}

/** What a model was told and what it said, in the words of OpenInference (§2.2, §2.3); whatever breaks them is left out. */
export function readConversation(attributes: AttributeValue): Conversation {
  const template = textAt(attributes, 'llm', 'prompt_template', 'template');
  const conversation: Conversation = {
    input: readMessages(attributes, 'input_messages'),
    output: readMessages(attributes, 'output_messages'),
    prompts: readTexts(attributes, ['llm', 'prompts'], ['prompt', 'text']),
    choices: readTexts(attributes, ['llm', 'choices'], ['completion', 'text']),
    tools: readTools(attributes),
    template:
      template === undefined
        ? undefined
        : {
            text: template,
            variables: jsonAt(attributes, 'llm', 'prompt_template', 'variables'),
            steps: ['llm', 'prompt_template', 'template']
          },
    parameters: jsonAt(attributes, 'llm', 'invocation_parameters')
  };
  if (conversation.input.length === 0) {
    conversation.input = readPlainMessages(textAt(attributes, 'input', 'value'));
  }
  if (conversation.output.length === 0) {
    conversation.output = readPlainMessages(textAt(attributes, 'output', 'value'));
  }
  return conversation;
}

export function hasConversation(conversation: Conversation): boolean {
  const { input, output, prompts, choices, template } = conversation;
  return [input, output, prompts, choices].some(list => list.length > 0) || template !== undefined;
}

function readMessages(attributes: AttributeValue, name: string): ChatMessage[] {
  return listAt(attributes, 'llm', name).flatMap(({ item, step }) => {
    const message = valueAt(item, 'message');
    const steps = ['llm', name, step, 'message'];
    return isAttributeObject(message)
      ? [
          {
            role: textAt(message, 'role') ?? 'unknown',
            name: textAt(message, 'name'),
            parts: readParts(message, steps),
            calls: readCalls(message, steps),
            answers: textAt(message, 'tool_call_id')
          }
        ]
      : [];
  });
}

function readParts(message: AttributeValue, steps: Steps): MessagePart[] {
  const content = valueAt(message, 'content');
  const parts = listAt(message, 'contents').map(({ item, step }) =>
    readPart(valueAt(item, 'message_content') ?? item, [
      ...steps,
      'contents',
      step,
      'message_content'
    ])
  );
  if (typeof content === 'string' && content !== '') {
    return [{ kind: 'text', text: content, steps: [...steps, 'content'] }, ...parts];
  }
  return content === undefined || content === null || content === ''
    ? parts
    : [{ kind: 'other', value: content }, ...parts];
}

function readPart(content: AttributeValue, steps: Steps): MessagePart {
  const image = textAt(content, 'image', 'image', 'url') ?? textAt(content, 'image', 'url');
  if (image !== undefined) {
    const isNested = textAt(content, 'image', 'image', 'url') !== undefined;
    return {
      kind: 'image',
      url: image,
      text: undefined,
      steps: [...steps, 'image', ...(isNested ? ['image'] : []), 'url']
    };
  }
  const audio = textAt(content, 'audio', 'audio', 'url') ?? textAt(content, 'audio', 'url');
  if (audio !== undefined) {
    const text =
      textAt(content, 'audio', 'audio', 'transcript') ?? textAt(content, 'audio', 'transcript');
    return { kind: 'audio', url: audio, text, steps: undefined };
  }
  const text = textAt(content, 'text');
  return text === undefined
    ? { kind: 'other', value: content }
    : {
        kind: textAt(content, 'type') === 'reasoning' ? 'reasoning' : 'text',
        text,
        steps: [...steps, 'text']
      };
}

function readCalls(message: AttributeValue, steps: Steps): ToolCall[] {
  const calls = listAt(message, 'tool_calls').flatMap(({ item, step }) => {
    const call = valueAt(item, 'tool_call');
    const name = textAt(call, 'function', 'name');
    return name === undefined
      ? []
      : [
          {
            id: textAt(call, 'id'),
            name,
            input: jsonAt(call, 'function', 'arguments'),
            steps: [...steps, 'tool_calls', step, 'tool_call', 'function', 'arguments']
          }
        ];
  });
  const legacy = textAt(message, 'function_call_name');
  return legacy === undefined
    ? calls
    : [
        ...calls,
        {
          id: undefined,
          name: legacy,
          input: jsonAt(message, 'function_call_arguments_json'),
          steps: [...steps, 'function_call_arguments_json']
        }
      ];
}

function readTexts(attributes: AttributeValue, names: string[], inner: string[]): MessagePart[] {
  return listAt(attributes, ...names).flatMap(({ item, step }) => {
    const isPlain = typeof item === 'string';
    const text = isPlain ? item : textAt(item, ...inner);
    return text === undefined
      ? []
      : [{ kind: 'text' as const, text, steps: [...names, step, ...(isPlain ? [] : inner)] }];
  });
}

function readTools(attributes: AttributeValue): Conversation['tools'] {
  return listAt(attributes, 'llm', 'tools').flatMap(({ item }, i) => {
    const schema = jsonAt(item, 'tool', 'json_schema');
    return schema === undefined ? [] : [{ name: findName(schema) ?? `tool ${i + 1}`, schema }];
  });
}

function findName(schema: string): string | undefined {
  const value = readJson(schema);
  return textAt(value, 'function', 'name') ?? textAt(value, 'name');
}

/** What is JSON in text on the wire may have been read on the way; both are text here. */
function jsonAt(value: AttributeValue | undefined, ...names: string[]): string | undefined {
  const found = valueAt(value, ...names);
  return found === undefined || found === null
    ? undefined
    : typeof found === 'string'
      ? found
      : JSON.stringify(found, (_, each: unknown) =>
          typeof each === 'bigint' ? Number(each) : each
        );
}

/** Messages as the APIs of models write them, in a text that is JSON: a list, or an object that holds one. */
function readPlainMessages(text: string | undefined): ChatMessage[] {
  if (text === undefined || !/^\s*[[{]/.test(text) || !text.includes('"role"')) {
    return [];
  }
  const value = readJson(text);
  const list = Array.isArray(value) ? value : valueAt(value, 'messages');
  if (!Array.isArray(list)) {
    return [];
  }
  const messages = list.map(readPlainMessage);
  return messages.every(message => message !== undefined) ? messages : [];
}

function readPlainMessage(value: AttributeValue): ChatMessage | undefined {
  const role = textAt(value, 'role');
  const content = valueAt(value, 'content');
  if (role === undefined) {
    return undefined;
  }
  const parts = (Array.isArray(content) ? content : [content]).flatMap((part): MessagePart[] => {
    const text = typeof part === 'string' ? part : textAt(part, 'text');
    const url = textAt(part, 'image_url', 'url');
    if (url !== undefined) {
      return [{ kind: 'image', url, text: undefined, steps: undefined }];
    }
    return text !== undefined
      ? [{ kind: 'text', text, steps: undefined }]
      : part === undefined || part === null
        ? []
        : [{ kind: 'other', value: part }];
  });
  return {
    role,
    name: textAt(value, 'name'),
    parts,
    calls: listAt(value, 'tool_calls').flatMap(({ item }) => {
      const name = textAt(item, 'function', 'name');
      const id = textAt(item, 'id');
      const input = jsonAt(item, 'function', 'arguments');
      return name === undefined ? [] : [{ id, name, input, steps: undefined }];
    }),
    answers: textAt(value, 'tool_call_id')
  };
}

function readJson(text: string): AttributeValue | undefined {
  try {
    return readAttributeJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}
