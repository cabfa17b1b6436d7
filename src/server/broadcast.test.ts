import { describe, expect, test } from 'vitest';
import { Broadcast } from './broadcast.ts';

const spans = (at: number) => ({ event: 'spans', body: { at } }) as const;
const deleted = (name: string) => ({ event: 'exportDeleted', body: { name } }) as const;

describe('Broadcast', () => {
  test('tells again what a reader missed, the latest of each topic, in order', () => {
    const broadcast = new Broadcast();
    broadcast.send(spans(1));
    const id = broadcast.lastId;
    broadcast.send(spans(2));
    broadcast.send(deleted('a'));
    broadcast.send(spans(3));
    expect(broadcast.tellAfter(id)?.map(({ told }) => told)).toEqual([deleted('a'), spans(3)]);
    expect(broadcast.tellAfter(broadcast.lastId)).toEqual([]);
  });

  test('does not pretend to know what it has forgotten, or what another process told', () => {
    const broadcast = new Broadcast();
    const start = broadcast.lastId;
    for (let i = 0; i < 500; i++) {
      broadcast.send(deleted(`export ${i}`));
    }
    expect(broadcast.tellAfter(start)).toHaveLength(500);
    broadcast.send(deleted('one more'));
    expect(broadcast.tellAfter(start)).toBeUndefined();
    for (const id of [new Broadcast().lastId, '', 'nonsense', `${start.split('-')[0]}-9999`]) {
      expect(broadcast.tellAfter(id)).toBeUndefined();
    }
  });
});
