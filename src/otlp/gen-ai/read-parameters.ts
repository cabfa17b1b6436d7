import type { AttributeObject, AttributeValue } from '../../contract/attribute-value.ts';
import { toPlainJson } from '../plain-json.ts';
import { readPath } from './read-path.ts';

/** Where a parameter of the request stands, and its usual name. */
const PARAMETERS: [path: string, name: string][] = [
  ['request.temperature', 'temperature'],
  ['request.top_p', 'top_p'],
  ['request.top_k', 'top_k'],
  ['request.max_tokens', 'max_tokens'],
  ['request.frequency_penalty', 'frequency_penalty'],
  ['request.presence_penalty', 'presence_penalty'],
  ['request.seed', 'seed'],
  ['openai.request.seed', 'seed'],
  ['request.stop_sequences', 'stop_sequences'],
  ['request.choice.count', 'n'],
  ['request.stream', 'stream'],
  ['request.encoding_formats', 'encoding_formats'],
  ['embeddings.dimension.count', 'dimensions'],
  ['openai.request.response_format', 'response_format'],
  ['openai.request.service_tier', 'service_tier'],
  ['output.type', 'output_type']
];

/** The parameters of a request as one JSON text, undefined when none is given. */
export function readParameters(genAi: AttributeObject): string | undefined {
  const parameters: Record<string, AttributeValue> = {};
  for (const [path, name] of PARAMETERS) {
    const value = readPath(genAi, path);
    if (value !== undefined && value !== null) {
      parameters[name] ??= value;
    }
  }
  return Object.keys(parameters).length > 0 ? toPlainJson(parameters) : undefined;
}
