import { decodeFrame, type Section } from '../contract/frame.ts';
import { readBytes, type Answer } from './read-answer.ts';

/** A frame's header and sections (`src/contract/frame.ts`). Throws RequestFailure, and RangeError on a torn frame. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows which route it asked
export async function readFrame<Header>(
  answer: Promise<Answer>
): Promise<{ header: Header; sections: ReadonlyMap<string, Section> }> {
  return decodeFrame<Header>(await readBytes(answer));
}
