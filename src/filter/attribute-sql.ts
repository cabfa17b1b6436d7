import { BYTES_MARK, FLOAT_MARK, toStoredKey } from '../contract/attribute-json.ts';
import { ATTRIBUTES_COLUMN } from './span-columns.ts';
import type { AttributePath, AttributeRef } from './tree.ts';

/** Binds a value and gives the parameter's name. */
export type Bind = (value: string | number | bigint) => string;

/** SQL that looks at one place in the attributes. */
export interface Place {
  /** JSON type, null when there is nothing. */
  type: string;
  value: string;
  /** Arguments of json_each() and json_tree(). */
  inside: string;
}

/** A key that SQLite's paths can hold in quotes, whatever its version. */
const PLAIN_KEY = /^[^"\\\p{Cc}]+$/u;

/** The SQL of an attribute: with several paths, that of the first which leads to a value. */
export function overPaths(
  { paths }: AttributeRef,
  bind: Bind,
  build: (place: Place) => string
): string {
  const places = paths.map(path => locate(path, bind));
  return places.reduceRight(
    (otherwise, place) =>
      otherwise === ''
        ? build(place)
        : `CASE WHEN coalesce(${place.type}, 'null') <> 'null' THEN ${build(place)} ELSE ${otherwise} END`,
    ''
  );
}

function locate(path: AttributePath, bind: Bind): Place {
  let base = ATTRIBUTES_COLUMN;
  let steps = '$';
  for (const [i, step] of path.entries()) {
    if (typeof step === 'number') {
      steps += step < 0 ? `[#${step}]` : `[${step}]`;
    } else if (PLAIN_KEY.test(step)) {
      steps += `."${toStoredKey(step)}"`;
    } else {
      const found = `FROM json_each(${base}, ${bind(steps)}) AS e WHERE e.key = ${bind(step)}`;
      const inside = `(SELECT e.value ${found} AND e.type IN ('object', 'array'))`;
      if (i === path.length - 1) {
        return {
          type: `(SELECT e.type ${found})`,
          value: `(SELECT e.value ${found})`,
          inside
        };
      }
      base = inside;
      steps = '$';
    }
  }
  const whole = `${base}, ${bind(steps)}`;
  return { type: `json_type(${whole})`, value: `json_extract(${whole})`, inside: whole };
}

export function isMissing({ type }: Place): string {
  return `coalesce(${type}, 'null') = 'null'`;
}

export function asNumber({ type, value }: Place): string {
  return `CASE WHEN ${type} IN ('integer', 'real') THEN ${value} END`;
}

export function asText({ type, value }: Place): string {
  return `CASE ${type} WHEN 'text' THEN ${value} END`;
}

export function asBoolean({ type }: Place): string {
  return `CASE ${type} WHEN 'true' THEN 1 WHEN 'false' THEN 0 END`;
}

export function toNumber({ type, value }: Place): string {
  return `CASE WHEN ${type} IN ('integer', 'real') THEN ${value} WHEN ${type} = 'text' THEN filter_number(${value}) END`;
}

export function toText({ type, value }: Place): string {
  return `CASE ${type} WHEN 'text' THEN ${value} WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' WHEN 'integer' THEN filter_text(${value}) WHEN 'real' THEN filter_text(${value}) END`;
}

/** Tests a text, given as SQL, against the needle. */
export interface TextTest {
  /** Whether the needle is in it. */
  holds: (text: string) => string;
  /** Whether the needle is all of it. */
  equals: (text: string) => string;
}

/** Whether the JSON of an object, given as SQL, says what JSON has no word for: bytes and NaN are plain values. */
function isMark(json: string): string {
  return `substr(${json}, 1, 9) IN ('{"${BYTES_MARK}"', '{"${FLOAT_MARK}"')`;
}

function holdsContainers(inside: string): string {
  return `EXISTS (SELECT 1 FROM json_each(${inside}) AS e WHERE e.type = 'array' OR e.type = 'object' AND NOT ${isMark('e.value')})`;
}

/** A text in a text, in a list of plain values as a whole element, or anywhere within something nested (§14.17). */
export function containsText({ type, value, inside }: Place, test: TextTest): string {
  const isNested = holdsContainers(inside);
  const asElement = `EXISTS (SELECT 1 FROM json_each(${inside}) AS e WHERE e.type = 'text' AND ${test.equals('e.value')})`;
  // The row of the place itself has no parent; its key is not within it.
  const inKey = `t.parent IS NOT NULL AND typeof(t.key) = 'text' AND ${test.holds('t.key')}`;
  const inText = `t.type = 'text' AND ${test.holds('t.atom')}`;
  const notMark = `(t.key IS NULL OR t.key NOT IN ('${BYTES_MARK}', '${FLOAT_MARK}'))`;
  const within = `EXISTS (SELECT 1 FROM json_tree(${inside}) AS t WHERE ${notMark} AND ((${inKey}) OR (${inText})))`;
  return `CASE ${type} WHEN 'text' THEN ${test.holds(value)} WHEN 'array' THEN CASE WHEN ${isNested} THEN ${within} ELSE ${asElement} END WHEN 'object' THEN CASE WHEN NOT ${isMark(value)} THEN ${within} END END`;
}

/** A number or a boolean, given as a test of one element, in a list of plain values. */
export function containsElement(
  { type, inside }: Place,
  test: (type: string, value: string) => string
): string {
  const isNested = holdsContainers(inside);
  const found = `EXISTS (SELECT 1 FROM json_each(${inside}) AS e WHERE ${test('e.type', 'e.value')})`;
  return `CASE WHEN ${type} = 'array' THEN CASE WHEN NOT ${isNested} THEN ${found} END END`;
}
