import type { DatabaseSync } from 'node:sqlite';
import { BlockAttributes, namePaths } from '../attribute-columns/block-attributes.ts';
import type { AttributePath } from '../../filter/tree.ts';
import { PATH_IDS, ROOT_PATH } from './schema.ts';

/** Reads what is kept of some paths; gives undefined for a block that has no columns. */
export function createAttributesReader(
  db: DatabaseSync,
  paths: readonly AttributePath[]
): (index: number) => BlockAttributes | undefined {
  const names = JSON.stringify(namePaths(paths));
  // One statement sees one moment.
  const find = db.prepare(
    `SELECT p.path, c.data FROM json_each(?) j
     CROSS JOIN attribute_paths p ON p.path = j.value
     CROSS JOIN attribute_columns c ON c.id = ? + p.id`
  );
  return index => {
    const rows = new Map<string, Uint8Array>();
    for (const { path, data } of find.all(names, index * PATH_IDS)) {
      if (data instanceof Uint8Array) {
        rows.set(String(path), data);
      }
    }
    return rows.has(ROOT_PATH) ? new BlockAttributes(rows) : undefined;
  };
}
