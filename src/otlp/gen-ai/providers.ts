interface Provider {
  /** Who runs the model. */
  provider: string;
  /** Who made it, or the API it speaks; undefined when the provider's name does not tell. */
  system?: string;
}

const same = (name: string): Provider => ({ provider: name, system: name });

/** `gen_ai.provider.name`, and `gen_ai.system` as it was called before, in the words of OpenInference. */
const PROVIDERS = new Map<string, Provider>([
  ['openai', same('openai')],
  ['azure.ai.openai', { provider: 'azure', system: 'openai' }],
  ['az.ai.openai', { provider: 'azure', system: 'openai' }],
  ['azure_openai', { provider: 'azure', system: 'openai' }],
  ['azure.ai.inference', { provider: 'azure' }],
  ['az.ai.inference', { provider: 'azure' }],
  ['azure', { provider: 'azure' }],
  ['aws.bedrock', { provider: 'aws' }],
  ['aws_bedrock', { provider: 'aws' }],
  ['bedrock', { provider: 'aws' }],
  ['aws', { provider: 'aws' }],
  ['gcp.vertex_ai', { provider: 'google', system: 'vertexai' }],
  ['vertex_ai', { provider: 'google', system: 'vertexai' }],
  ['vertexai', { provider: 'google', system: 'vertexai' }],
  ['gcp.gemini', { provider: 'google' }],
  ['gemini', { provider: 'google' }],
  ['gcp.gen_ai', { provider: 'google' }],
  ['google', { provider: 'google' }],
  ['anthropic', same('anthropic')],
  ['cohere', same('cohere')],
  ['mistral_ai', same('mistralai')],
  ['mistralai', same('mistralai')],
  ['mistral', same('mistralai')],
  ['deepseek', { provider: 'deepseek' }],
  ['groq', { provider: 'groq' }],
  ['x_ai', { provider: 'xai' }],
  ['xai', { provider: 'xai' }],
  ['perplexity', { provider: 'perplexity' }],
  ['moonshot_ai', { provider: 'moonshot' }],
  ['together_ai', { provider: 'together' }],
  ['fireworks', { provider: 'fireworks' }],
  ['cerebras', { provider: 'cerebras' }],
  ['ollama', { provider: 'ollama' }],
  ['ibm.watsonx.ai', { provider: 'ibm' }]
]);

/** A name that is not in the table is the provider's. The AI SDK says which of its APIs too: `openai.chat`, `anthropic.messages`. */
export function findProvider(name: string): Provider {
  const known = name.trim().toLowerCase();
  return PROVIDERS.get(known) ?? PROVIDERS.get(known.replace(/\..*$/s, '')) ?? { provider: known };
}
