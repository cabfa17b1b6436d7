import type { EmbeddingColumns } from '../contract/schema.ts';
import type { AnyBatch } from '../arrow/batches.ts';
import type { ParsedRoles } from './parse-roles.ts';
import {
  isList,
  isVectorFault,
  readVectors,
  type VectorColumn,
  type VectorFault
} from './vectors.ts';

export interface AllVectors {
  /** By column name. */
  vectors: Map<string, VectorColumn>;
  /** Faults of embedding features, then those of prompt and response (§2.7 steps 4 and 5). */
  faults: string[];
  promptFaults: string[];
  warnings: string[];
}

/**
 * Reads every vector column once. Features and tags of lists become vectors when all their lists are numeric and of
 * one length (§14.6), and stay lists when not.
 */
export function readAllVectors(
  roles: ParsedRoles,
  batchOf: (name: string) => AnyBatch
): AllVectors {
  const reads = new Map<string, VectorColumn | VectorFault>();
  const read = (column: string) => {
    const found = reads.get(column) ?? readVectors(column, batchOf(column));
    reads.set(column, found);
    return found;
  };
  const findFault = (label: string, embedding: EmbeddingColumns | null) => {
    const found = embedding ? read(embedding.vectorColumnName) : undefined;
    return found && isVectorFault(found)
      ? [
          `Cannot use ${label} with the vectors of column ${JSON.stringify(embedding?.vectorColumnName)}: ${found.fault}`
        ]
      : [];
  };
  const faults = roles.embeddings.flatMap(embedding =>
    findFault(`embedding ${JSON.stringify(embedding.name)}`, embedding)
  );
  const promptFaults = [
    ...findFault('the prompt', roles.prompt),
    ...findFault('the response', roles.response)
  ];
  for (const name of [...roles.features, ...roles.tags]) {
    if (isList(batchOf(name).type)) {
      read(name);
    }
  }
  const vectors = new Map<string, VectorColumn>();
  const warnings: string[] = [];
  for (const [name, found] of reads) {
    if (!isVectorFault(found)) {
      vectors.set(name, found);
      warnings.push(...warnOfBroken(name, found));
    }
  }
  return { vectors, faults, promptFaults, warnings };
}

function warnOfBroken(name: string, { brokenCount }: VectorColumn): string[] {
  return brokenCount === 0
    ? []
    : [
        `Column ${JSON.stringify(name)} has ${brokenCount} ${brokenCount === 1 ? 'vector' : 'vectors'} with NaN, infinity or numbers beyond 3.4e38: ${brokenCount === 1 ? 'it counts' : 'they count'} as missing`
      ];
}
