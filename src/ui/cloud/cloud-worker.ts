import type { FromWorker, TaskColumns, ToWorker } from './cloud-tasks.ts';
import { buffersOf, runTask } from './cloud-tasks.ts';

/** What a dedicated worker's global offers; the DOM's types know only the window. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker, transfer: Transferable[]): void;
}

const scope = globalThis as unknown as WorkerScope;
let columns: TaskColumns | null = null;

scope.onmessage = ({ data: message }) => {
  if ('columns' in message) {
    columns = message.columns;
  } else if (columns) {
    const answer = runTask(columns, message.task, message.ask);
    scope.postMessage({ id: message.id, answer }, buffersOf(answer) as ArrayBuffer[]);
  }
};
