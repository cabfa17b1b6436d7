import { readJson } from '../../client/index.ts';

/** A failure's body however the compiler wrote it out; a job, whose error may be null, is none. */
interface Refusal {
  error: { code: string; message: string };
}

type Answer = Awaited<Parameters<typeof readJson>[0]>;

/** What a typed route answers when it does not fail. A union of answers by status gives the union of their bodies. */
export type BodyOf<A extends Answer> = A extends Answer
  ? Exclude<Awaited<ReturnType<A['json']>>, Refusal>
  : never;

/** The body of a typed route's answer; throws RequestFailure for the others. */
export async function readAnswer<A extends Answer>(answer: Promise<A>): Promise<BodyOf<A>> {
  // What is left after the failures were thrown is, by its route, one of these bodies.
  return (await readJson(answer as Promise<Answer>)) as BodyOf<A>;
}
