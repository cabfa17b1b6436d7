import { parentPort } from 'node:worker_threads';
import { RestWatch } from '../free-memory.ts';
import { runStep } from './run-step.ts';
import type { StepMessage, StepReply } from './steps.ts';

/** A thread of the map engine: runs the steps it is sent, one after the other. */
const port = parentPort;
if (!port) {
  throw new TypeError('Cannot run the map worker in the main thread');
}

const rest = new RestWatch();

port.on('message', (message: StepMessage) => {
  try {
    const answer = runStep(message);
    port.postMessage({ answer } satisfies StepReply);
  } catch (error) {
    port.postMessage({ error } satisfies StepReply);
  }
  rest.note();
});
