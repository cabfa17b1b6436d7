export interface Log {
  note(message: string): void;
  /** A bug, or something a person should look at. Stack traces belong here and nowhere else. */
  fault(message: string, error: unknown): void;
}

/**
 * One line per event on stderr, which the spawner sends to the session's log file. Addresses of requests are
 * never logged, because they can carry a ticket.
 */
export function createLog(write: (line: string) => void): Log {
  const line = (level: string, text: string) =>
    write(`${new Date().toISOString()} ${level} ${text}\n`);
  return {
    note: message => line('note', message),
    fault: (message, error) =>
      line(
        'fault',
        `${message}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
      )
  };
}
