import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import type { PhoenixSessions } from '../tokens.ts';
import { launchAgain } from './launch-again.ts';

/**
 * Tells once when a session that was seen alive has stopped, and offers to restart it; the notification goes when the session is
 * back or closed. A server that was only too busy to answer in time is asked a second time first.
 */
export function watchCrashes(sessions: PhoenixSessions, trans: TranslationBundle): IDisposable {
  const seen = new Set<string>();
  const notificationById = new Map<string, string>();

  const notify = async (id: string) => {
    await sessions.refresh();
    const entry = sessions.findById(id);
    if (entry === undefined || entry.healthy || notificationById.has(id)) {
      return;
    }
    const notification = Notification.error(
      trans.__('Phoenix “%1” has stopped. Its data is still on disk.', entry.name),
      {
        autoClose: false,
        actions: [
          {
            label: trans.__('Launch again'),
            displayType: 'accent',
            callback: () => void launchAgain(sessions, id, trans)
          }
        ]
      }
    );
    notificationById.set(id, notification);
  };

  const look = () => {
    for (const { id, healthy } of sessions.entries) {
      if (healthy) {
        seen.add(id);
      } else if (seen.delete(id)) {
        void notify(id);
      }
    }
    for (const [id, notification] of notificationById) {
      if (sessions.findById(id)?.healthy !== false) {
        Notification.dismiss(notification);
        notificationById.delete(id);
      }
    }
  };

  sessions.changed.connect(look);
  look();
  return new DisposableDelegate(() => sessions.changed.disconnect(look));
}
