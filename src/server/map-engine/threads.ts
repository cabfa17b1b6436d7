import type { Worker } from 'node:worker_threads';
import { startWorker } from '../workers.ts';

/** A thread and its compiled code take longer to make than a small map, and people change a parameter and look again. */
const KEEP_MS = 60_000;

interface IdleThread {
  worker: Worker;
  forget: () => void;
}

/** Threads without work, the one that worked last at the end. They do not keep the process alive. */
const idle: IdleThread[] = [];

/** A thread for the caller alone: one that waits, or a new one. Give it back with `keepThread`, or terminate it. */
export function takeThread(): Worker {
  const waiting = idle.pop();
  if (!waiting) {
    return startWorker(import.meta.url, 'map-worker');
  }
  waiting.forget();
  waiting.worker.ref();
  return waiting.worker;
}

/** Keeps a thread that has answered everything for the next map; without one it ends after a while, and its memory goes back. */
export function keepThread(worker: Worker): void {
  const remove = () => {
    const at = idle.findIndex(thread => thread.worker === worker);
    if (at >= 0) {
      idle.splice(at, 1);
    }
    forget();
  };
  const timer = setTimeout(() => {
    remove();
    void worker.terminate();
  }, KEEP_MS);
  timer.unref();
  const forget = () => {
    clearTimeout(timer);
    worker.off('error', remove);
    worker.off('exit', remove);
  };
  worker.on('error', remove);
  worker.on('exit', remove);
  worker.unref();
  idle.push({ worker, forget });
}
