import type { Retention } from '../../contract/traces.ts';
import type { TraceStore } from '../../traces/trace-store.ts';
import type { Log } from '../log.ts';

interface KeepRules {
  traces: Pick<TraceStore, 'prune'>;
  log: Log;
  /** Ends it. */
  signal: AbortSignal;
}

const HOUR_MS = 3_600_000;

/** Deletes traces that are too old or too many: now and every hour. The file is not rewritten for it: what comes takes the place of what is gone. */
export function keepWithin(
  { maxDays, maxBytes }: Retention,
  { traces, log, signal }: KeepRules
): void {
  if (maxDays === null && maxBytes === null) {
    return;
  }
  const prune = async () => {
    try {
      const count = await traces.prune({ maxDays, maxBytes, isShrunk: false }, new Date());
      if (count > 0) {
        log.note(`${count} traces were deleted: PHOENIX_KEEP_DAYS or PHOENIX_KEEP_MB asks for it`);
      }
    } catch (error) {
      if (!signal.aborted) {
        log.fault('Old traces could not be deleted', error);
      }
    }
  };
  void prune();
  const timer = setInterval(() => void prune(), HOUR_MS).unref();
  signal.addEventListener('abort', () => clearInterval(timer));
}
