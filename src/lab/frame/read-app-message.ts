import type { AppMessage } from '../../contract/host-messages.ts';

/** More than any code the app offers; a cell of this size is a mistake. */
const MAX_CODE_LENGTH = 100_000;

/** Reads what a frame posted; undefined when it is not a message of the app of session `id`. */
export function readAppMessage(posted: unknown, id: string): AppMessage | undefined {
  if (typeof posted !== 'object' || posted === null || !('type' in posted)) {
    return undefined;
  }
  switch (posted.type) {
    case 'phoenix:hello':
      return 'id' in posted && posted.id === id ? { type: 'phoenix:hello', id } : undefined;
    case 'phoenix:open-tab':
      return { type: 'phoenix:open-tab' };
    case 'phoenix:insert-code':
      return 'code' in posted && isCode(posted.code)
        ? { type: 'phoenix:insert-code', code: posted.code }
        : undefined;
    default:
      return undefined;
  }
}

function isCode(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_CODE_LENGTH;
}
