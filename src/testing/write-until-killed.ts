import { openSqliteStore } from '../traces/sqlite/open-sqlite-store.ts';
import { makeSpan } from './make-span.ts';

/** Writes spans, changes earlier ones and makes columns of their attributes, until the process is killed: `node write-until-killed.ts <file> <first id>`. */
const [path = '', first = '1'] = process.argv.slice(2);
const store = openSqliteStore({ path });

const sketch = (id: number, version: number, lasts: number | null) =>
  makeSpan({ id, lasts, trace: id, attributes: { version, tier: id % 3 === 0 ? 'gold' : 'free' } });

for (let id = Number(first); ; id += 20) {
  const ids = Array.from({ length: 20 }, (_, i) => id + i);
  await store.write(ids.map(each => sketch(each, 1, null)));
  await store.makeColumns();
  await store.write(ids.filter(each => each % 2 === 0).map(each => sketch(each, 2, 5)));
  await store.makeColumns();
  if (id % 3 === 0) {
    await store.deleteTraces({ kind: 'scope', filter: "tier == 'gold'", rootsOnly: false });
  }
  process.stdout.write(`${id + 20}\n`);
}
