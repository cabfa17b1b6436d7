import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DATASET_ROLES } from '../../contract/session.ts';
import { GRANULARITIES, PLACES, SIGNAL_PAGES, type ViewState } from '../../contract/view-state.ts';
import { decodeViewState, encodeViewState, isSamePlace } from './view-state.ts';

const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 });
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map(x => (x === 0 ? 0 : x));
const role = fc.constantFrom(...DATASET_ROLES);
const three = (max: number) =>
  fc.array(
    fc.double({ noNaN: true, min: 0, max }).map(x => (x === 0 ? 0 : x)),
    { minLength: 3, maxLength: 3 }
  );

const edge = fc.option(finite);
const condition = fc.oneof(
  fc.record({
    kind: fc.constant('bin' as const),
    dimension: name,
    bin: fc.oneof(
      fc.record({ kind: fc.constant('interval' as const), start: edge, end: edge }),
      fc.record({ kind: fc.constant('category' as const), key: name }),
      fc.record({ kind: fc.constant('missing' as const) })
    )
  }),
  fc.record({ kind: fc.constant('outcome' as const), predicted: name, actual: name }),
  fc.record({ kind: fc.constant('residual' as const), start: edge, end: edge })
);

const id = fc
  .array(fc.constantFrom(...'0123456789abcdef'.split('')), { minLength: 1, maxLength: 32 })
  .map(digits => digits.join(''));

const fields = fc.record(
  {
    page: fc.constantFrom(...SIGNAL_PAGES),
    metric: name,
    label: name,
    granularity: fc.constantFrom(...GRANULARITIES),
    moment: name,
    where: fc.oneof(
      fc.record({ conditions: fc.array(condition) }),
      fc.record({ dataset: role, conditions: fc.array(condition) })
    ),
    look: role,
    span: id,
    zoom: fc.array(finite, { minLength: 2, maxLength: 2 }),
    a: id,
    b: id,
    theme: fc.constantFrom('light' as const, 'dark' as const),
    sort: fc.record({ column: name, descending: fc.boolean() }),
    find: fc.string({ maxLength: 100 }),
    columns: fc.record({ first: fc.array(name), hidden: fc.array(name), only: fc.boolean() }),
    color: name,
    dimensions: fc.constantFrom(2 as const, 3 as const),
    tool: fc.constantFrom('move' as const, 'lasso' as const, 'box' as const),
    panel: name,
    layout: name,
    cluster: name,
    clusterSort: name,
    point: fc.nat(),
    camera: fc.array(finite, { maxLength: 16 }),
    hide: fc.uniqueArray(role),
    contours: fc.boolean(),
    sizes: three(100),
    opacities: three(1),
    range: fc.record({ start: name, end: name })
  },
  { requiredKeys: [] }
);
const state: fc.Arbitrary<ViewState> = fc
  .tuple(fc.constantFrom(...PLACES), fc.option(name), fc.option(id), fields)
  .map(([place, embedding, trace, rest]) => ({
    place,
    ...(place === 'map' && embedding !== null && { embedding }),
    ...(place === 'traces' && trace !== null && { trace }),
    ...rest
  }));

describe('view state', () => {
  test('comes back whole from its address', () => {
    fc.assert(
      fc.property(state, given => {
        expect(decodeViewState('#' + encodeViewState(given))).toEqual(given);
      })
    );
  });

  test('comes back whole after the browser has normalised the address', () => {
    fc.assert(
      fc.property(state, given => {
        const { hash } = new URL(`http://127.0.0.1/user/x/?a=1#${encodeViewState(given)}`);
        expect(decodeViewState(hash)).toEqual(given);
      })
    );
  });

  test('reads any text without throwing, as one of the places', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), junk => {
        expect(PLACES).toContain(decodeViewState(junk).place);
      })
    );
  });

  test('drops what breaks the schema and keeps the rest', () => {
    expect(
      decodeViewState('#/map/a%2Fb?dims=4&theme=pink&point=-1&color=cluster&sizes=1,2')
    ).toEqual({
      place: 'map',
      embedding: 'a/b',
      color: 'cluster'
    });
  });

  test('an id is read in lower case, and anything else opens no trace', () => {
    expect(decodeViewState('#/traces/0AF?span=B1&list=spans')).toEqual({
      place: 'traces',
      trace: '0af',
      span: 'b1',
      listing: 'spans'
    });
    expect(decodeViewState('#/traces/not-an-id?a=../x')).toEqual({ place: 'traces' });
  });

  test('takes a bare theme from a host', () => {
    expect(decodeViewState('#theme=dark')).toEqual({ place: 'home', theme: 'dark' });
  });

  test('is short: defaults are not written', () => {
    expect(encodeViewState({ place: 'home' })).toBe('/');
    expect(encodeViewState({ place: 'map', embedding: 'text emb' })).toBe('/map/text%20emb');
  });

  test('isSamePlace() tells a change of place from a change of settings', () => {
    const map: ViewState = { place: 'map', embedding: 'a' };
    expect(isSamePlace(map, { ...map, color: 'cluster' })).toBe(true);
    expect(isSamePlace(map, { ...map, embedding: 'b' })).toBe(false);
    expect(isSamePlace({ place: 'home' }, { place: 'home', look: 'primary' })).toBe(false);
    const trace: ViewState = { place: 'traces', trace: 'ab' };
    expect(isSamePlace(trace, { ...trace, span: 'cd', filter: 'x' })).toBe(true);
    expect(isSamePlace(trace, { place: 'traces' })).toBe(false);
  });
});

// `lab/overview/app-place.test.ts` writes the same addresses.
test.each([
  ['#/traces', { place: 'traces' }],
  [
    '#/traces?filter=%27100+%25%27+in+output.value',
    { place: 'traces', filter: "'100 %' in output.value" }
  ],
  [
    '#/traces?list=spans&filter=trace_id+%3D%3D+%27ab12%27',
    { place: 'traces', listing: 'spans', filter: "trace_id == 'ab12'" }
  ],
  ['#/signals/a%2Fb%20%3F?metric=psi', { place: 'signals', dimension: 'a/b ?', metric: 'psi' }],
  ['#/map/text%201', { place: 'map', embedding: 'text 1' }]
])('the place %s that a panel opens is read', (place, state) => {
  expect(decodeViewState(place)).toEqual(state);
});
