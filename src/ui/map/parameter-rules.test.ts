import { expect, test } from 'vitest';
import { MAP_DEFAULTS } from '../../contract/map.ts';
import {
  changedStep,
  draftOf,
  faultOf,
  parametersOf,
  RULES,
  startParameters
} from './parameter-rules.ts';

const defaults = { ...MAP_DEFAULTS, seed: null };
const rule = (name: string) => {
  const found = RULES.find(one => one.name === name);
  if (!found) {
    throw new RangeError(`Cannot find a rule for "${name}"`);
  }
  return found;
};

test.each([
  ['nNeighbors', '5', null],
  ['nNeighbors', '4', 'low'],
  ['nNeighbors', '101', 'high'],
  ['nNeighbors', '7.5', 'whole'],
  ['nNeighbors', '', 'missing'],
  ['nNeighbors', 'ten', 'number'],
  ['nNeighbors', '1e400', 'number'],
  ['minDist', '0.99', null],
  ['minDist', '1', 'high'],
  ['minDist', '-0.1', 'low'],
  ['seed', '', null],
  ['seed', '4294967296', 'high'],
  ['minClusterSize', '1', 'low'],
  ['epsilon', '0.25', null]
])('faultOf() judges %s %j as %j', (name, text, fault) => {
  expect(faultOf(rule(name), text)).toBe(fault);
});

test('parametersOf() gives back what draftOf() wrote', () => {
  const parameters = { ...defaults, seed: 42, minDist: 0.25, metric: 'cosine' as const };
  expect(parametersOf(draftOf(parameters), 3)).toEqual(parameters);
});

test('changedStep() does not lay out again for clusters alone', () => {
  expect(changedStep(defaults, defaults)).toBeNull();
  expect(changedStep(defaults, { ...defaults, minClusterSize: 25 })).toBe('clusters');
  expect(changedStep(defaults, { ...defaults, minClusterSize: 25, seed: 1 })).toBe('projection');
});

test('startParameters() prefers what the launch said', () => {
  const parameters = startParameters({ nSamples: 80, minDist: 0.3 }, 2, 900);
  expect(parameters).toMatchObject({ nSamples: 80, minDist: 0.3, nNeighbors: 30, nComponents: 2 });
  expect(startParameters({}, 2, 900).nSamples).toBe(900);
  expect(startParameters({}, 2, 9_000_000).nSamples).toBe(5_000);
});
