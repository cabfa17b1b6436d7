import { Double, getProperty, type AttributeValue } from '../contract/attribute-value.ts';

/** A vector that a span carries; its numbers lie in {@link VectorPage.values}, one vector after the other. */
export interface SpanVector {
  traceId: string;
  spanId: string;
  /** Place among the vectors of its span. */
  position: number;
  /** How many numbers it has. */
  length: number;
  text: string | null;
  name: string;
  kind: string;
  model: string | null;
  startNs: bigint;
  latencyMs: number | null;
  statusCode: string;
  project: string;
  sessionId: string | null;
  /** It was looked for with: a retriever carries it, or called what does. */
  isQuery: boolean;
}

export interface VectorPage {
  vectors: SpanVector[];
  values: Float32Array<ArrayBuffer>;
  /** Texts of documents that were retrieved. */
  documents: string[];
}

/** `embedding.embeddings`, each with its numbers and its text; what holds no numbers is left out. */
export function readEmbeddings(
  attributes: AttributeValue
): { position: number; values: Float32Array; text: string | null }[] {
  const list = getProperty(getProperty(attributes, 'embedding'), 'embeddings');
  return (Array.isArray(list) ? list : []).flatMap((each, position) => {
    const embedding = getProperty(each, 'embedding');
    const values = toNumbers(getProperty(embedding, 'vector'));
    const text = getProperty(embedding, 'text');
    return values ? [{ position, values, text: typeof text === 'string' ? text : null }] : [];
  });
}

/** Numbers of a list, or of a list that was written as JSON; undefined when one of them is none, or not finite. */
function toNumbers(vector: AttributeValue | undefined): Float32Array | undefined {
  const list = typeof vector === 'string' ? parseList(vector) : vector;
  if (!Array.isArray(list) || list.length === 0) {
    return undefined;
  }
  const values = new Float32Array(list.length);
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    const value = item instanceof Double ? item.value : item;
    values[i] = typeof value === 'number' ? value : NaN;
    if (!Number.isFinite(values[i])) {
      return undefined;
    }
  }
  return values;
}

function parseList(text: string): AttributeValue | undefined {
  try {
    return text.startsWith('[') ? (JSON.parse(text) as AttributeValue) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

/** What retrieved and ranked documents say. */
export function readDocuments(attributes: AttributeValue): string[] {
  const lists = [
    getProperty(getProperty(attributes, 'retrieval'), 'documents'),
    getProperty(getProperty(attributes, 'reranker'), 'output_documents')
  ];
  return lists.flatMap(list =>
    (Array.isArray(list) ? list : []).flatMap(each => {
      const content = getProperty(getProperty(each, 'document'), 'content');
      return typeof content === 'string' ? [content] : [];
    })
  );
}
