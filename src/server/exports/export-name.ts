import { Failure } from '../../contract/failures.ts';

/** File systems stop at 255 bytes; the ending, a number and a temporary mark still have to fit. */
const MAX_NAME_BYTES = 200;

/** Characters that separate folders or that Windows does not take, and control characters. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const FORBIDDEN = /[/\\<>:"|?*\u0000-\u001f\u007f]/u;

/** Half of a character: no UTF-8 file name can hold it. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** Names of devices on Windows, with any ending. */
const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?$/iu;

/** The name of an export as the file stem it becomes; throws `export/name` with one sentence. */
export function checkExportName(given: string): string {
  const name = given.normalize('NFC').trim();
  const fault = faultOf(name);
  if (fault !== undefined) {
    throw new Failure('export/name', `Cannot name an export ${quote(name)}: ${fault}`, {
      hint: 'Use letters, digits, spaces, "-" and "_"'
    });
  }
  return name;
}

function faultOf(name: string): string | undefined {
  if (name === '') {
    return 'a name needs at least one character';
  }
  if (name.includes('\0')) {
    return 'a name cannot contain a NUL character';
  }
  const forbidden = FORBIDDEN.exec(name)?.[0];
  if (forbidden !== undefined) {
    return `a name cannot contain ${quote(forbidden)}`;
  }
  if (name.startsWith('.') || name.endsWith('.')) {
    return 'a name cannot begin or end with "."';
  }
  if (RESERVED.test(name)) {
    return 'Windows keeps this name for a device';
  }
  if (name.search(LONE_SURROGATE) !== -1) {
    return 'it is not valid Unicode';
  }
  const bytes = Buffer.byteLength(name);
  return bytes > MAX_NAME_BYTES
    ? `a name takes at most ${MAX_NAME_BYTES} bytes, this one has ${bytes}`
    : undefined;
}

function quote(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return JSON.stringify(short.replaceAll(LONE_SURROGATE, '�'));
}

/** The default name: local time to the second, in characters every file system takes. */
export function nameFromTime(time: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join('-');
  return `${day}_${clock}`;
}

/** `name`, or `name-2`, `name-3`, … when taken. Case does not tell names apart: on some disks it does not. */
export function makeUnique(name: string, taken: Iterable<string>): string {
  const lower = new Set(Array.from(taken, other => other.toLowerCase()));
  let unique = name;
  for (let number = 2; lower.has(unique.toLowerCase()); number++) {
    unique = `${name}-${number}`;
  }
  return unique;
}
