export type StartErrorCode =
  | 'arguments/invalid'
  | 'port/in-use'
  | 'port/forbidden'
  | 'host/unavailable'
  | 'folder/unwritable'
  | 'disk/full'
  | 'node/too-old'
  | 'internal';

/** Exit code for a taken port that was asked for explicitly; every other start failure is 1. */
const EXIT_PORT_IN_USE = 3;

/** Why the process cannot start: it becomes one JSON line on stderr, which the spawner shows. */
export class StartError extends Error {
  readonly code: StartErrorCode;
  readonly hint: string | undefined;

  constructor(
    code: StartErrorCode,
    message: string,
    options: { hint?: string; cause?: unknown } = {}
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'StartError';
    this.code = code;
    this.hint = options.hint;
  }

  get exitCode(): number {
    return this.code === 'port/in-use' ? EXIT_PORT_IN_USE : 1;
  }

  toLine(): string {
    const hint = this.hint === undefined ? {} : { hint: this.hint };
    return JSON.stringify({ error: { code: this.code, message: this.message, ...hint } });
  }
}
