import type { AttributeObject } from '../../contract/attribute-value.ts';
import type { SpanKind } from '../../contract/span.ts';
import type { Messages } from './collect-messages.ts';
import { readPath, readText } from './read-path.ts';

const KIND_OF_OPERATION = new Map<string, SpanKind>([
  ['chat', 'LLM'],
  ['completion', 'LLM'],
  ['text_completion', 'LLM'],
  ['generate_content', 'LLM'],
  ['embeddings', 'EMBEDDING'],
  ['embedding', 'EMBEDDING'],
  ['execute_tool', 'TOOL'],
  ['retrieval', 'RETRIEVER'],
  ['rerank', 'RERANKER'],
  ['invoke_agent', 'AGENT'],
  ['create_agent', 'AGENT'],
  ['invoke_workflow', 'CHAIN']
]);

/** Without an operation, what a span tells most of decides; the first that is there. */
const KIND_OF_PATH: [string, SpanKind][] = [
  ['tool.name', 'TOOL'],
  ['tool.call', 'TOOL'],
  ['embeddings', 'EMBEDDING'],
  ['retrieval', 'RETRIEVER'],
  ['request', 'LLM'],
  ['response', 'LLM'],
  ['usage', 'LLM'],
  ['agent', 'AGENT']
];

/** The kind of span that `gen_ai` attributes describe, undefined when they do not tell. */
export function findKind(genAi: AttributeObject, messages: Messages): SpanKind | undefined {
  const operation = readText(genAi, 'operation.name');
  const kind = operation && KIND_OF_OPERATION.get(operation.trim().toLowerCase());
  if (kind) {
    return kind;
  }
  const [, inferred] =
    KIND_OF_PATH.find(([path]) => (readPath(genAi, path) ?? null) !== null) ?? [];
  // An operation of its own, such as a turn of an agent's loop, hands messages on and calls no model.
  const hasMessages =
    operation === undefined && (messages.input.length > 0 || messages.output.length > 0);
  return hasMessages && (inferred === undefined || inferred === 'AGENT') ? 'LLM' : inferred;
}
