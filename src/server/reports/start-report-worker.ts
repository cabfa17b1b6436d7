import { Worker } from 'node:worker_threads';
import type { SharedData } from '../shared-data.ts';
import { findWorkerUrl } from '../worker-url.ts';

/** Starts a thread that opens `data` and then measures it. */
export function startReportWorker(data: SharedData): Worker {
  return new Worker(findWorkerUrl(import.meta.url, 'report-worker'), { workerData: data });
}
