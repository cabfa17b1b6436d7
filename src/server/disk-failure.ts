import { Failure } from '../contract/failures.ts';

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const UNWRITABLE = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOTDIR',
  'EEXIST',
  'ENAMETOOLONG',
  'EIO',
  'ENOENT'
]);

/** The `code` of an error of the operating system. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

/**
 * What a failed write means to the user; anything that is not the disk's fault is given back as it is.
 * `action` completes "Cannot …", for instance `save the export "night"`.
 */
export function toDiskFailure(error: unknown, action: string): unknown {
  const errno = errnoOf(error) ?? '';
  if (FULL.has(errno)) {
    return new Failure('disk/full', `Cannot ${action}: no space is left on the disk`, {
      hint: 'Free some space or set PHOENIX_WORKING_DIR to a folder on another disk',
      cause: error
    });
  }
  if (UNWRITABLE.has(errno)) {
    return new Failure(
      'disk/unwritable',
      `Cannot ${action}: the folder cannot be written (${errno})`,
      {
        hint: 'Set PHOENIX_WORKING_DIR to a folder you can write',
        cause: error
      }
    );
  }
  return error;
}
