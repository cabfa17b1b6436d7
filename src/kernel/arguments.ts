import { RequestError } from './errors.ts';
import { show, unknown } from './nearest.ts';

const CODE = 'metric/invalid';

/** A moment: ISO 8601 text, which without a zone is local time as it is in the data, or a Date. */
export type Time = Date | string;

/** Part of the rows: start is included, stop is not; an end that is left out is the data's own. */
export interface Range {
  start?: Time;
  stop?: Time;
}

/** Throws RequestError about an option that does not exist: most notebooks check no types. */
export function checkOptions(options: object, known: readonly string[], call: string): void {
  if (typeof options !== 'object' || (options as unknown) === null) {
    throw new RequestError(
      `Cannot use ${show(options)} as the options of ${call}: an object is needed`
    );
  }
  const wrong = Object.keys(options).find(name => !known.includes(name));
  if (wrong !== undefined) {
    throw unknown(`option of ${call}`, wrong, known, 'request/invalid');
  }
}

/** The range under the names of the wire. */
export function toRange({ start, stop }: Range): { start?: string; end?: string } {
  return {
    ...(start === undefined ? {} : { start: toTime(start, 'start') }),
    ...(stop === undefined ? {} : { end: toTime(stop, 'stop') })
  };
}

/** A moment as ISO 8601. */
export function toTime(value: unknown, argument: string): string {
  if (typeof value === 'string' && value.trim() !== '') {
    return value.trim();
  }
  if (value instanceof Date && !Number.isNaN(value.getTime())) {
    return value.toISOString();
  }
  throw noTime(value, argument);
}

export function noTime(value: unknown, argument: string): RequestError {
  return new RequestError(
    `Cannot use ${show(value)} as ${argument}: a Date or ISO 8601 text is needed`,
    {
      code: CODE,
      hint: `For instance { ${argument}: "2025-03-01T12:00" }`
    }
  );
}

const UNIT_MS = new Map([
  ['ms', 1],
  ['s', 1000],
  ['min', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 604_800_000]
]);

/** A length of time such as `2d`, `12h`, `90min` or `1w` in milliseconds. */
export function toMilliseconds(value: unknown, argument: string): number {
  const found =
    typeof value === 'string' ? /^(\d+(?:\.\d+)?)?\s*([a-z]+)$/i.exec(value.trim()) : null;
  const unit = UNIT_MS.get(found?.[2]?.toLowerCase() ?? '');
  const milliseconds = Number(found?.[1] ?? 1) * (unit ?? NaN);
  if (!Number.isSafeInteger(milliseconds) || milliseconds < 1) {
    throw new RequestError(`Cannot use ${show(value)} as ${argument}: a length of time is needed`, {
      code: CODE,
      hint: `For instance { ${argument}: "2d" }, "12h" or "90min"; months have no fixed length`
    });
  }
  return milliseconds;
}

/** A class as the confusion matrix writes it, the empty one in quotes. */
export function toLabel(value: unknown): string {
  if (typeof value === 'string') {
    return value === '' ? '""' : value;
  }
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint') {
    return String(value);
  }
  throw new RequestError(`Cannot use ${show(value)} as label: the name of one class is needed`, {
    code: CODE
  });
}

/** A whole number within bounds. */
export function toCount(
  value: unknown,
  argument: string,
  least = 1,
  most = Number.MAX_SAFE_INTEGER
): number {
  if (Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most) {
    return value as number;
  }
  const bounds =
    most === Number.MAX_SAFE_INTEGER ? `at least ${least}` : `from ${least} to ${most}`;
  throw new RequestError(
    `Cannot use ${show(value)} as ${argument}: a whole number is needed, ${bounds}`,
    {
      code: CODE
    }
  );
}

/** The name of a metric, dimension or embedding; whether there is one is the server's to say. */
export function toName(value: unknown, argument: string): string {
  if (typeof value !== 'string') {
    throw new RequestError(`Cannot use ${show(value)} as ${argument}: a name is needed`, {
      code: CODE
    });
  }
  return value;
}

/** One name or several. */
export function toNames(value: string | readonly string[], argument: string): string[] {
  return Array.isArray(value)
    ? value.map(name => toName(name, `an entry of ${argument}`))
    : [toName(value, argument)];
}

/** One of a few words; `kind` is what they are names of. */
export function toChoice<Word extends string>(
  value: unknown,
  kind: string,
  choices: readonly Word[]
): Word {
  const found = choices.find(choice => choice === value);
  if (found === undefined) {
    throw unknown(kind, value, choices, CODE);
  }
  return found;
}

/** A number that is finite. */
export function toNumber(value: unknown, argument: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new RequestError(`Cannot use ${show(value)} as ${argument}: a finite number is needed`, {
      code: CODE
    });
  }
  return value;
}
