import type { DatabaseSync } from 'node:sqlite';
import { readAttributeJson } from '../../contract/attribute-json.ts';
import { type AttributeValue, Double, isAttributeObject } from '../../contract/attribute-value.ts';
import type { AttributeKey, Project } from '../../contract/traces.ts';
import { toNumber } from './span-rows.ts';

export function listProjects(db: DatabaseSync): Project[] {
  return db
    .prepare(
      `SELECT p.name, count(t.id) AS traces, ifnull(sum(t.spans), 0) AS spans,
        min(t.start_us) AS first_us, max(t.start_us) AS last_us
       FROM projects p LEFT JOIN traces t ON t.project = p.id GROUP BY p.id
       ORDER BY last_us DESC, p.name`
    )
    .all()
    .map(row => ({
      name: String(row['name']),
      traces: Number(row['traces']),
      spans: Number(row['spans']),
      firstUs: toNumber(row['first_us']),
      lastUs: toNumber(row['last_us'])
    }));
}

/** Latest spans that completions are made of: enough to know a program by. */
const SAMPLE = 2000;
/** Beyond it paths are data, not names. */
const MAX_PATHS = 2000;
const MAX_VALUES = 100;
const MAX_VALUE_LENGTH = 200;

/** Paths in the attributes of the latest spans, most frequent first; a list stands for its first element. */
export function listAttributes(db: DatabaseSync, project?: string): AttributeKey[] {
  const found = new Map<string, AttributeKey>();
  const visit = (value: AttributeValue, path: string) => {
    const type = typeOf(value);
    if (path !== '' && type) {
      const known = found.get(path);
      if (known) {
        known.spans++;
      } else if (found.size < MAX_PATHS) {
        found.set(path, { path, spans: 1, type });
      }
    }
    if (Array.isArray(value)) {
      const [first] = value;
      if (isAttributeObject(first)) {
        visit(first, `${path}[0]`);
      }
    } else if (isAttributeObject(value)) {
      Object.entries(value).forEach(([key, each]) => visit(each, joinPath(path, key)));
    }
  };
  for (const attributes of sampleBodies(db, project)) {
    visit(attributes, '');
  }
  return [...found.values()].sort((a, b) => b.spans - a.spans || (a.path < b.path ? -1 : 1));
}

/** As the filter language writes a path: dots between words, brackets around everything else. */
function joinPath(path: string, key: string): string {
  const isWord = /^[A-Za-z_]\w*$/.test(key);
  if (path === '') {
    return isWord ? key : `attributes[${JSON.stringify(key)}]`;
  }
  return isWord ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

function typeOf(value: AttributeValue): AttributeKey['type'] | undefined {
  if (value === null || value instanceof Uint8Array) {
    return undefined;
  }
  if (value instanceof Double || typeof value === 'bigint') {
    return 'number';
  }
  if (typeof value === 'object') {
    return Array.isArray(value) ? 'list' : 'object';
  }
  return typeof value === 'string' ? 'text' : typeof value === 'boolean' ? 'boolean' : 'number';
}

const FIELDS = new Map([
  ['name', 's.name'],
  ['span_kind', 's.kind'],
  ['status_code', 's.status_code'],
  ['status_message', 's.status_message'],
  ['llm.model_name', 's.model'],
  ['session.id', 's.session_id'],
  ['user.id', 's.user_id']
]);

/** Texts that a field or an attribute has in the latest spans, most frequent first; long texts are no completions. */
export function listValues(db: DatabaseSync, path: string, project?: string): string[] {
  const counts = new Map<string, number>();
  const count = (value: unknown) => {
    if (typeof value === 'string' && value !== '' && value.length <= MAX_VALUE_LENGTH) {
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  };
  const column = FIELDS.get(path);
  if (column !== undefined) {
    latestSpans(db, `${column} AS value`, project).forEach(row => count(row['value']));
  } else {
    for (const attributes of sampleBodies(db, project)) {
      countAt(attributes, '', path, count);
    }
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MAX_VALUES)
    .map(([value]) => value);
}

function countAt(
  value: AttributeValue,
  at: string,
  path: string,
  count: (value: unknown) => void
): void {
  if (at === path) {
    count(value);
  } else if (Array.isArray(value)) {
    const [first] = value;
    if (isAttributeObject(first)) {
      countAt(first, `${at}[0]`, path, count);
    }
  } else if (isAttributeObject(value)) {
    Object.entries(value).forEach(([key, each]) => countAt(each, joinPath(at, key), path, count));
  }
}

function sampleBodies(db: DatabaseSync, project: string | undefined): AttributeValue[] {
  return latestSpans(db, 'b.attributes AS value', project).map(row =>
    readAttributeJson(String(row['value']))
  );
}

function latestSpans(db: DatabaseSync, select: string, project: string | undefined) {
  const where =
    project === undefined ? '' : 'WHERE s.project = (SELECT id FROM projects WHERE name = ?)';
  return db
    .prepare(
      `SELECT ${select} FROM spans s JOIN bodies b ON b.span = s.id ${where} ORDER BY s.id DESC LIMIT ${SAMPLE}`
    )
    .all(...(project === undefined ? [] : [project]));
}
