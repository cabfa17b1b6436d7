import { expect, test } from 'vitest';
import { createAppFixture, SESSION_ID } from '../app-fixture.ts';

interface Told {
  event: string;
  data: unknown;
  id: string;
}

function parse(text: string): Told[] {
  return text
    .split('\n\n')
    .filter(part => part !== '')
    .map(part => {
      const read = (field: string) => new RegExp(`^${field}: (.*)$`, 'm').exec(part)?.[1] ?? '';
      return { event: read('event'), data: JSON.parse(read('data')) as unknown, id: read('id') };
    });
}

test('a stream in turns ends after a moment of news, and the next one misses nothing', async () => {
  await using fixture = await createAppFixture();
  const { broadcast } = fixture.parts;
  const take = async (query: string) => (await fixture.ask(`/api/events?turns=1${query}`)).text();
  const first = take('');
  // The stream listens from the first step of its answer on.
  await new Promise(resolve => setTimeout(resolve, 20));
  broadcast.send({ event: 'spans', body: { at: 1 } });
  const told = parse(await first);
  expect(told.map(({ event }) => event)).toEqual(['hello', 'spans', 'turn']);
  expect(told[0]?.data).toMatchObject({ id: SESSION_ID, continues: false });
  const heard = told[1]?.id ?? '';
  broadcast.send({ event: 'spans', body: { at: 2 } });
  const again = parse(await take(`&after=${heard}`));
  expect(again.map(({ event }) => event)).toEqual(['hello', 'spans', 'turn']);
  expect(again[0]).toMatchObject({ data: { continues: true }, id: heard });
  expect(again[1]?.data).toEqual({ at: 2 });
});
