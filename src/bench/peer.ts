import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A Python script that answers one JSON line for each JSON line it reads, so that it is timed warm. */
export class Peer implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #lines: Interface;

  constructor(script: string) {
    const python = process.env['PYTHON'] ?? 'python3';
    const path = fileURLToPath(new URL(script, import.meta.url));
    this.#child = spawn(python, ['-W', 'ignore', path], { stdio: ['pipe', 'pipe', 'inherit'] });
    if (!this.#child.stdout) {
      throw new TypeError('Cannot read from the peer');
    }
    this.#lines = createInterface(this.#child.stdout);
  }

  async ask<Answer>(question: object): Promise<Answer> {
    const answer = new Promise<Answer>((resolve, reject) => {
      this.#child.once('exit', code => {
        reject(new Error(`Cannot go on: the peer ended with code ${code ?? 'none'}`));
      });
      this.#lines.once('line', line => {
        this.#child.removeAllListeners('exit');
        resolve(JSON.parse(line) as Answer);
      });
    });
    this.#child.stdin?.write(`${JSON.stringify(question)}\n`);
    return answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = new Promise(resolve => this.#child.once('exit', resolve));
    this.#child.stdin?.end();
    await ended;
  }
}
