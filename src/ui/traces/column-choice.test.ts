import { expect, test } from 'vitest';
import {
  moveColumn,
  NO_CHOICE,
  readColumnChoice,
  resizeColumn,
  showColumns,
  sumWidths,
  toggleColumn,
  toTracks
} from './column-choice.ts';
import { COLUMNS } from './columns.ts';

const keysAt = (px: number, choice = NO_CHOICE) =>
  showColumns(COLUMNS.traces, choice, px).map(({ key }) => key);

test('where room is short the columns that matter least go first, and the name stays', () => {
  expect(keysAt(1400)).toEqual([
    'name',
    'input',
    'output',
    'latency',
    'tokens',
    'cost',
    'errors',
    'spans',
    'start'
  ]);
  expect(keysAt(880)).toEqual(['name', 'input', 'latency', 'tokens', 'start']);
  expect(keysAt(560)).toEqual(['name', 'input', 'latency']);
  expect(keysAt(50)).toEqual(['name']);
});

test('what is left over goes to the texts', () => {
  const shares = COLUMNS.traces.flatMap(({ key, grow }) =>
    grow === undefined ? [] : [[key, grow]]
  );
  expect(shares).toEqual([
    ['name', 0.5],
    ['input', 2],
    ['output', 2]
  ]);
});

test('columns that were chosen stay whatever the room, in their order', () => {
  const shown = showColumns(COLUMNS.traces, NO_CHOICE, 560);
  const more = toggleColumn(shown, NO_CHOICE, 'traceId');
  expect(keysAt(50, more)).toEqual(['name', 'input', 'latency', 'traceId']);
  const moved = moveColumn(showColumns(COLUMNS.traces, more, 50), more, 'traceId', 0);
  expect(keysAt(50, moved)).toEqual(['traceId', 'name', 'input', 'latency']);
  const less = toggleColumn(showColumns(COLUMNS.traces, moved, 50), moved, 'name');
  expect(keysAt(50, less)).toEqual(['traceId', 'input', 'latency']);
  expect(toggleColumn([...COLUMNS.traces.slice(0, 1)], NO_CHOICE, 'name')).toBe(NO_CHOICE);
});

test('a width that was given holds, within limits, until it is given back', () => {
  const wide = resizeColumn(NO_CHOICE, 'input', 300.4);
  expect(wide.widths).toEqual({ input: 300 });
  expect(resizeColumn(wide, 'input', 1).widths).toEqual({ input: 48 });
  expect(resizeColumn(wide, 'input', undefined)).toEqual(NO_CHOICE);
  const columns = COLUMNS.traces.slice(0, 2);
  expect(toTracks(columns, wide)).toBe('30px minmax(180px, 0.5fr) 300px');
  expect(sumWidths(columns, wide)).toBe(510);
});

test('what was kept is read again; anything else is no choice', () => {
  const choice = { shown: ['start', 'name'] as const, widths: { name: 200 } };
  expect(readColumnChoice(JSON.parse(JSON.stringify(choice)))).toEqual(choice);
  expect(readColumnChoice({ shown: ['gone', 'name'], widths: { gone: 3, name: 'x' } })).toEqual({
    shown: ['name'],
    widths: {}
  });
  expect(readColumnChoice(null)).toEqual(NO_CHOICE);
  expect(readColumnChoice({ shown: [] })).toEqual(NO_CHOICE);
});
