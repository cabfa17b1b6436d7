import type { DatabaseSync } from 'node:sqlite';
import { readAttributeJson } from '../../contract/attribute-json.ts';
import type { FoundSpan } from '../../contract/traces.ts';
import { findText } from '../find-text.ts';

/** Spans of a trace that hold a text, whatever its case, in order of start, each with the first place of it. */
export function findInTrace(db: DatabaseSync, traceId: string, text: string): FoundSpan[] {
  const wanted = text.toLowerCase();
  // JSON writes quotes and line ends of a text in another way; everything else stands in it as it is.
  const written = JSON.stringify(wanted).slice(1, -1);
  const found: FoundSpan[] = [];
  const rows = db
    .prepare(
      `SELECT s.span_id, s.name, s.status_message, b.attributes, b.events
       FROM spans s JOIN traces t ON t.id = s.trace JOIN bodies b ON b.span = s.id
       WHERE t.trace_id = ? ORDER BY s.start_us, s.start_rest, s.id`
    )
    .iterate(traceId);
  for (const row of rows) {
    const at = (column: string) => String(row[column] ?? '').toLowerCase();
    const inJson = (column: string, path: string) => {
      const place = at(column).includes(written)
        ? findText(readAttributeJson(String(row[column])), wanted)
        : undefined;
      return place === undefined ? undefined : path + place;
    };
    const path =
      (at('name').includes(wanted) ? 'name' : undefined) ??
      inJson('attributes', '')?.replace(/^\./, '') ??
      (at('status_message').includes(wanted) ? 'status_message' : undefined) ??
      inJson('events', 'events');
    if (path !== undefined) {
      found.push({ spanId: String(row['span_id']), path });
    }
  }
  return found;
}
