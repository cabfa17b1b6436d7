import type { Embedding, SessionState } from '../../contract/session.ts';

export function countVectors({ vectorCounts }: Embedding): number {
  return vectorCounts.primary + vectorCounts.reference + vectorCounts.corpus;
}

/** The embedding of the address, else the first that has vectors. */
export function findEmbedding(
  { embeddings }: Pick<SessionState, 'embeddings'>,
  asked: string | undefined
): Embedding | undefined {
  return asked === undefined
    ? (embeddings.find(one => countVectors(one) > 0) ?? embeddings[0])
    : embeddings.find(({ name }) => name === asked);
}
