import { parentPort, workerData } from 'node:worker_threads';
import { Failure } from '../../contract/failures.ts';
import { findWhere } from '../../inferences/measures/find-where.ts';
import { measure } from '../../inferences/measures/measure.ts';
import { RestWatch } from '../free-memory.ts';
import { openShared, type SharedData } from '../shared-data.ts';
import type { ThreadMessage, ThreadReply } from './messages.ts';

/** A report thread: measures the data it was started with, one request after the other. */
const port = parentPort;
if (!port) {
  throw new TypeError('Cannot run the report worker in the main thread');
}
const model = openShared(workerData as SharedData);
const rest = new RestWatch();

port.on('message', (message: ThreadMessage) => {
  port.postMessage(answer(message));
  rest.note();
});

function answer({ rules, ask }: ThreadMessage): ThreadReply {
  try {
    if (ask.name === 'where') {
      const rows = findWhere(model, ask);
      return { answer: rows, bytes: rows.dataset.byteLength + rows.row.byteLength };
    }
    const measured = measure(model, rules, ask);
    return { answer: measured, bytes: 2 * JSON.stringify(measured).length };
  } catch (error) {
    if (error instanceof Failure) {
      const { code, message, hint, details } = error;
      return {
        failure: { code, message, ...(hint && { hint }), ...(details && { details }) }
      };
    }
    return { fault: error };
  }
}
