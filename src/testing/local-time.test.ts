import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const SOURCE = pathToFileURL(join(import.meta.dirname, '../inferences/local-time.ts')).href;

/** The zone of a process is set before it starts. */
function readIn(zone: string, walls: readonly string[]): string[] {
  const script = `
    import { createLocalShift } from ${JSON.stringify(SOURCE)};
    const shiftAt = createLocalShift();
    const read = wall => new Date(Date.parse(wall + 'Z') + shiftAt(Date.parse(wall + 'Z'))).toISOString();
    console.log(JSON.stringify(${JSON.stringify(walls)}.map(read)));`;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, TZ: zone },
    encoding: 'utf8'
  });
  return JSON.parse(said) as string[];
}

// Expected instants from Python: datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).
describe('wall-clock times follow the rules of the zone (§14.5)', () => {
  test.each([
    [
      'America/New_York',
      {
        '2024-01-15T12:00:00': '2024-01-15T17:00:00.000Z',
        '2024-07-15T12:00:00': '2024-07-15T16:00:00.000Z',
        '2024-03-10T01:59:59': '2024-03-10T06:59:59.000Z',
        '2024-03-10T02:30:00': '2024-03-10T07:30:00.000Z',
        '2024-03-10T03:00:00': '2024-03-10T07:00:00.000Z',
        '2024-11-03T01:30:00': '2024-11-03T05:30:00.000Z',
        '2024-11-03T02:00:00': '2024-11-03T07:00:00.000Z',
        '1950-07-01T00:00:00': '1950-07-01T04:00:00.000Z'
      }
    ],
    [
      'Asia/Kolkata',
      {
        '1700-01-01T05:53:28': '1700-01-01T00:00:00.000Z',
        '2261-01-01T05:30:00': '2261-01-01T00:00:00.000Z'
      }
    ],
    [
      'Australia/Lord_Howe',
      {
        '2024-04-07T01:45:00': '2024-04-06T14:45:00.000Z',
        '2024-10-06T02:15:00': '2024-10-05T15:45:00.000Z'
      }
    ]
  ])('%s', (zone, instants) => {
    expect(readIn(zone, Object.keys(instants))).toEqual(Object.values(instants));
  });
});
