import type { FromWorker, TaskColumns, TaskName, Tasks, ToWorker } from './cloud-tasks.ts';
import { runTask } from './cloud-tasks.ts';

interface Waiting {
  task: TaskName;
  ask: Tasks[TaskName]['ask'];
  columns: TaskColumns;
  resolve: (answer: Tasks[TaskName]['answer']) => void;
}

/** Runs tasks over a cloud's columns in a worker; here and now where workers cannot be had. */
export class TaskRunner {
  #worker: Worker | null;
  #columns: TaskColumns | null = null;
  #sent: TaskColumns | null = null;
  #nextId = 0;
  readonly #waiting = new Map<number, Waiting>();

  constructor() {
    this.#worker = new Worker(new URL('./cloud-worker.ts', import.meta.url), {
      type: 'module',
      name: 'cloud'
    });
    this.#worker.onmessage = ({ data: { id, answer } }: MessageEvent<FromWorker>) => {
      this.#waiting.get(id)?.resolve(answer);
      this.#waiting.delete(id);
    };
    this.#worker.onerror = () => {
      this.#goOnAlone();
    };
  }

  /** The arrays are copied when a task first needs them. */
  setColumns(columns: TaskColumns): void {
    this.#columns = columns;
  }

  run<Name extends TaskName>(task: Name, ask: Tasks[Name]['ask']): Promise<Tasks[Name]['answer']> {
    const columns = this.#columns;
    if (!columns) {
      return Promise.reject(new RangeError('Cannot run a task over a cloud without columns'));
    }
    const worker = this.#worker;
    if (!worker) {
      return Promise.resolve(runTask(columns, task, ask));
    }
    if (this.#sent !== columns) {
      this.#sent = columns;
      const copy = {
        ...columns,
        positions: columns.positions.slice(),
        dataset: columns.dataset.slice()
      };
      const message: ToWorker = { columns: copy };
      worker.postMessage(message, [copy.positions.buffer, copy.dataset.buffer]);
    }
    const id = this.#nextId++;
    return new Promise(resolve => {
      this.#waiting.set(id, { task, ask, columns, resolve: resolve });
      const message: ToWorker = { id, task, ask };
      worker.postMessage(message);
    });
  }

  dispose(): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#waiting.clear();
  }

  #goOnAlone(): void {
    const waiting = [...this.#waiting.values()];
    this.dispose();
    for (const { task, ask, columns, resolve } of waiting) {
      resolve(runTask(columns, task, ask));
    }
  }
}
