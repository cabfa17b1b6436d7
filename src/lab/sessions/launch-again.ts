import type { TranslationBundle } from '@jupyterlab/translation';
import { notifyFailure } from '../notify-failure.ts';
import type { PhoenixSessions } from '../tokens.ts';

/** Starts a session that stopped; its data comes back from disk. Tells the user why when it cannot. */
export async function launchAgain(
  sessions: PhoenixSessions,
  id: string,
  trans: TranslationBundle
): Promise<void> {
  const entry = sessions.findById(id);
  if (entry === undefined) {
    return;
  }
  try {
    const { kernel_id, notebook, name } = entry;
    await sessions.launch({ kernel_id, notebook, name });
  } catch (error) {
    notifyFailure(trans.__('Cannot launch Phoenix again'), error);
  }
}
