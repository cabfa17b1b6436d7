import {
  getProperty,
  isAttributeObject,
  type AttributeObject,
  type AttributeValue
} from '../../contract/attribute-value.ts';
import type { SpanEvent } from '../../contract/span.ts';
import { collectMessages } from './collect-messages.ts';
import { findKind } from './find-kind.ts';
import { findProvider } from './providers.ts';
import { putAbsent } from './put-absent.ts';
import { readDocuments } from './read-documents.ts';
import { readParameters } from './read-parameters.ts';
import { readPath, readText } from './read-path.ts';
import { readStructure, toText } from './read-structure.ts';

type Put = (path: string, value: AttributeValue | undefined) => void;

/**
 * Adds what OpenInference calls the things that a span says in OpenTelemetry's `gen_ai` words, of today and of before (§1.7). Nothing that stands
 * there is changed: OpenInference's own attributes win, and the `gen_ai` ones stay beside.
 */
export function convertGenAi(attributes: AttributeObject, events: readonly SpanEvent[]): void {
  const found = getProperty(attributes, 'gen_ai');
  if (!isAttributeObject(found) && !events.some(({ name }) => name.startsWith('gen_ai.'))) {
    return;
  }
  const genAi = isAttributeObject(found) ? found : {};
  const put: Put = (path, value) => {
    if (value !== undefined && value !== null) {
      putAbsent(attributes, path.split('.'), value);
    }
  };
  const messages = collectMessages(genAi, events);
  const kind = findKind(genAi, messages);
  put('openinference.span.kind', kind);
  putModel(put, genAi, kind === 'EMBEDDING');
  putUsage(put, genAi);
  if (messages.input.length > 0) {
    put('llm.input_messages', messages.input);
  }
  if (messages.output.length > 0) {
    put('llm.output_messages', messages.output);
  }
  putFinishReasons(put, genAi, messages.finishReasons);
  putTools(put, genAi);
  putToolCall(put, genAi);
  putRetrieval(put, genAi);
}

function putModel(put: Put, genAi: AttributeObject, isEmbedding: boolean): void {
  const name = readText(genAi, 'provider.name') ?? readText(genAi, 'system');
  if (name !== undefined) {
    const { provider, system } = findProvider(name);
    put('llm.provider', provider);
    put('llm.system', system);
  }
  const model = readText(genAi, 'request.model') ?? readText(genAi, 'response.model');
  put(isEmbedding ? 'embedding.model_name' : 'llm.model_name', model);
  put('llm.request.model_name', readText(genAi, 'request.model'));
  put('llm.response.model_name', readText(genAi, 'response.model'));
  put('llm.response.id', readText(genAi, 'response.id'));
  put(
    isEmbedding ? 'embedding.invocation_parameters' : 'llm.invocation_parameters',
    readParameters(genAi)
  );
  put('session.id', readText(genAi, 'conversation.id'));
  put('agent.name', readText(genAi, 'agent.name'));
}

function putUsage(put: Put, genAi: AttributeObject): void {
  const prompt = readCount(genAi, 'input_tokens') ?? readCount(genAi, 'prompt_tokens');
  const completion = readCount(genAi, 'output_tokens') ?? readCount(genAi, 'completion_tokens');
  put('llm.token_count.prompt', prompt);
  put('llm.token_count.completion', completion);
  if (prompt !== undefined || completion !== undefined) {
    put('llm.token_count.total', (prompt ?? 0) + (completion ?? 0));
  }
  put(
    'llm.token_count.prompt_details.cache_read',
    readCount(genAi, 'cache_read.input_tokens') ?? readCount(genAi, 'cache_read_input_tokens')
  );
  put(
    'llm.token_count.prompt_details.cache_write',
    readCount(genAi, 'cache_creation.input_tokens') ??
      readCount(genAi, 'cache_creation_input_tokens') ??
      readCount(genAi, 'cache_write.input_tokens')
  );
  put(
    'llm.token_count.completion_details.reasoning',
    readCount(genAi, 'reasoning.output_tokens') ??
      readCount(genAi, 'reasoning_tokens') ??
      readCount(genAi, 'details.reasoning_tokens')
  );
}

function readCount(genAi: AttributeObject, name: string): number | undefined {
  const count = readPath(genAi, `usage.${name}`);
  const number = count === undefined || count === null || count === '' ? NaN : Number(count);
  return Number.isFinite(number) ? number : undefined;
}

function putFinishReasons(put: Put, genAi: AttributeObject, ofMessages: string[]): void {
  const given = readStructure(readPath(genAi, 'response.finish_reasons'));
  const list = Array.isArray(given) ? given : typeof given === 'string' ? [given] : ofMessages;
  const reasons = list.filter(reason => typeof reason === 'string');
  if (reasons.length === 1) {
    put('llm.finish_reason', reasons[0]);
  } else if (reasons.length > 1) {
    put('llm.finish_reasons', reasons);
  }
}

/** The tools a model could call. */
function putTools(put: Put, genAi: AttributeObject): void {
  const definitions = readStructure(readPath(genAi, 'tool.definitions'));
  if (Array.isArray(definitions) && definitions.length > 0) {
    put(
      'llm.tools',
      definitions.map(definition => ({ tool: { json_schema: toText(definition) } }))
    );
  }
}

/** The tool whose call the span is. */
function putToolCall(put: Put, genAi: AttributeObject): void {
  const name = readText(genAi, 'tool.name');
  if (name === undefined) {
    return;
  }
  put('tool.name', name);
  put('tool.description', readText(genAi, 'tool.description'));
  put('tool.id', readText(genAi, 'tool.call.id'));
  const input = readPath(genAi, 'tool.call.arguments');
  const parsed = readStructure(input);
  put('tool.parameters', isAttributeObject(parsed) ? parsed : undefined);
  putText(put, 'input', input);
  putText(put, 'output', readPath(genAi, 'tool.call.result'));
}

function putRetrieval(put: Put, genAi: AttributeObject): void {
  putText(put, 'input', readPath(genAi, 'retrieval.query.text'));
  const documents = readDocuments(readPath(genAi, 'retrieval.documents'));
  if (documents.length > 0) {
    put('retrieval.documents', documents);
  }
}

function putText(put: Put, side: 'input' | 'output', value: AttributeValue | undefined): void {
  if (value === undefined || value === null) {
    return;
  }
  put(`${side}.value`, toText(value));
  const isJson = typeof readStructure(value) === 'object';
  put(`${side}.mime_type`, isJson ? 'application/json' : 'text/plain');
}
