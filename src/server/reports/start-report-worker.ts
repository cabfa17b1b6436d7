import type { Worker } from 'node:worker_threads';
import type { SharedData } from '../shared-data.ts';
import { startWorker } from '../workers.ts';

/** Starts a thread that opens `data` and then measures it. */
export function startReportWorker(data: SharedData): Worker {
  return startWorker(import.meta.url, 'report-worker', data);
}
