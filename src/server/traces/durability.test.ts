import { fileURLToPath } from 'node:url';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Page, SpanRow } from '../../contract/traces.ts';
import { createSandbox } from '../process-fixture.ts';

const SCRIPT = fileURLToPath(new URL('../main.ts', import.meta.url));
/** 50 in the long run. */
const ROUNDS = Number(process.env['PHOENIX_CRASH_ROUNDS'] ?? 5);
const SENDERS = 4;
const BATCH = 20;

const hex = (n: number, digits: number) => n.toString(16).padStart(digits, '0');

function request(first: number): string {
  const spans = Array.from({ length: BATCH }, (_, i) => ({
    traceId: hex(1 + Math.floor((first + i) / 7), 32),
    spanId: hex(first + i + 1, 16),
    name: 'work',
    startTimeUnixNano: String(1_767_225_600_000_000_000n + BigInt(first + i)),
    endTimeUnixNano: String(1_767_225_601_000_000_000n),
    attributes: [{ key: 'text', value: { stringValue: 'x'.repeat(500) } }]
  }));
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
}

test(
  `a server that is killed ${ROUNDS} times while spans come loses none it has acknowledged`,
  async () => {
    await using sandbox = await createSandbox();
    const acknowledged = new Set<string>();
    let next = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const server = await sandbox.start(SCRIPT);
      let isAlive = true;
      let begin: (() => void) | undefined;
      const begun = new Promise<void>(resolve => {
        begin = resolve;
      });
      const send = async () => {
        while (isAlive) {
          const from = next;
          next += BATCH;
          try {
            const answer = await fetch(`${server.record.url}v1/traces`, {
              method: 'POST',
              headers: { 'Content-Type': 'application/json' },
              body: request(from)
            });
            if (answer.status === 200) {
              for (let i = 0; i < BATCH; i++) {
                acknowledged.add(hex(from + i + 1, 16));
              }
              begin?.();
            }
          } catch {
            // The connection broke: nobody has said that these spans are stored.
            return;
          }
        }
      };
      const senders = Array.from({ length: SENDERS }, send);
      await begun;
      await setTimeout(Math.random() * 500);
      server.child.kill('SIGKILL');
      await server.ended;
      isAlive = false;
      await Promise.all(senders);
    }
    await using server = await sandbox.start(SCRIPT);
    const stored = new Set<string>();
    let after: string | null = null;
    do {
      const answer: Response = await fetch(`${server.record.url}api/spans`, {
        method: 'POST',
        headers: { ...server.headers, 'Content-Type': 'application/json' },
        body: JSON.stringify({ limit: 1000, ...(after === null ? {} : { after }) })
      });
      const page = (await answer.json()) as Page<SpanRow>;
      page.rows.forEach(({ spanId }) => stored.add(spanId));
      after = page.next;
    } while (after !== null);
    expect(acknowledged.size).toBeGreaterThanOrEqual(ROUNDS * BATCH);
    expect([...acknowledged].filter(id => !stored.has(id))).toEqual([]);
  },
  24_000 * ROUNDS
);
