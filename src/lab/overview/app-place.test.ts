import { expect, test } from 'vitest';
import { narrow, placeOfMap, placeOfSignal, placeOfTrace, placeOfTraces } from './app-place.ts';

// `ui/app/view-state.test.ts` reads the same addresses.
test('places are written as the app reads them', () => {
  expect([
    placeOfTraces(''),
    placeOfTraces("'100 %' in output.value"),
    placeOfTrace('ab12'),
    placeOfSignal('a/b ?', 'psi'),
    placeOfMap('text 1')
  ]).toEqual([
    '#/traces',
    '#/traces?filter=%27100+%25%27+in+output.value',
    '#/traces?list=spans&filter=trace_id+%3D%3D+%27ab12%27',
    '#/signals/a%2Fb%20%3F?metric=psi',
    '#/map/text%201'
  ]);
});

test('narrow() keeps what the filter meant', () => {
  expect(narrow(' ', 'a')).toBe('a');
  expect(narrow('x == 1', 'a')).toBe('x == 1 and a');
  expect(narrow("x == 1 or y == 'for'", 'a')).toBe("(x == 1 or y == 'for') and a");
});
