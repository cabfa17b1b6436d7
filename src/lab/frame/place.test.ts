import { expect, test } from 'vitest';
import { toPlace, toUrl } from './place.ts';

const BASE = 'https://hub.example/user/x/phoenix/proxy/0123456789ab/';

test('toUrl() names the host and begins at the app itself', () => {
  expect(toUrl(BASE, '', 'frame')).toBe(`${BASE}?host=frame`);
});

test('toPlace() and toUrl() bring the app back to where it was', () => {
  const place = toPlace(BASE, `${BASE}map/text?color=cluster&host=frame#p=3`);
  expect(place).toBe('map/text?color=cluster#p=3');
  expect(toUrl(BASE, place ?? '', 'tab')).toBe(`${BASE}map/text?color=cluster&host=tab#p=3`);
});

test.each([
  ['https://evil.example/'],
  ['//evil.example/'],
  ['../../../lab'],
  ['/user/x/lab'],
  ['javascript:alert(1)'],
  ['http://[']
])('toUrl() does not follow %s out of the app', place => {
  expect(toUrl(BASE, place, 'tab')).toBe(`${BASE}?host=tab`);
});

test.each([['about:blank'], ['https://hub.example/user/x/login?next=phoenix']])(
  'toPlace() finds no place in %s',
  href => {
    expect(toPlace(BASE, href)).toBeUndefined();
  }
);
