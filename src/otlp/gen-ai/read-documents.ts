import {
  getProperty,
  isAttributeObject,
  type AttributeObject,
  type AttributeValue
} from '../../contract/attribute-value.ts';
import { readStructure, toText } from './read-structure.ts';

/** The documents that a retrieval found, each with whatever of id, content, score and metadata it has. */
export function readDocuments(value: AttributeValue | undefined): AttributeObject[] {
  const list = readStructure(value);
  return Array.isArray(list) ? list.map(toDocument) : [];
}

function toDocument(value: AttributeValue): AttributeObject {
  if (!isAttributeObject(value)) {
    return { document: { content: toText(value) } };
  }
  const document: AttributeObject = {};
  const content = getProperty(value, 'content') ?? getProperty(value, 'text');
  if (content !== undefined && content !== null) {
    document['content'] = toText(content);
  }
  for (const name of ['id', 'score', 'metadata']) {
    const property = getProperty(value, name);
    if (property !== undefined && property !== null) {
      document[name] = property;
    }
  }
  return { document };
}
