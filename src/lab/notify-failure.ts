import { Notification } from '@jupyterlab/apputils';

/** Shows why an action failed: the sentence of the error, under a line that names the action. */
export function notifyFailure(action: string, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  Notification.error(`${action}: ${reason}`, { autoClose: 10_000 });
}
