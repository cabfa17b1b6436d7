// @vitest-environment jsdom
import { nullTranslator } from '@jupyterlab/translation';
import { expect, test, vi } from 'vitest';
import { comparePage, compareSession, orderVersions } from './compare-versions.ts';

// @jupyterlab/translation loads widgets, which want a document.
vi.hoisted(() => {
  Object.assign(globalThis, { DragEvent: MouseEvent, matchMedia: () => new EventTarget() });
});

const trans = nullTranslator.load('jupyterlab_phoenix');

test.each([
  ['0.9.0', '0.10.0', -1],
  ['1.0', '1.0.0', 0],
  ['1.0.0', '1.0.0rc1', 0],
  ['2.0.0', '1.9.9', 1]
])('orderVersions(%s, %s) has the sign of %i', (a, b, sign) => {
  expect(Math.sign(orderVersions(a, b))).toBe(sign);
});

test('the older of page and Jupyter server is named, with what to do', () => {
  expect(comparePage('0.1.0', '0.1.0', trans)).toBeUndefined();
  expect(comparePage('0.1.0', '', trans)).toBeUndefined();
  expect(comparePage('0.1.0', '0.2.0', trans)).toBe(
    'This page is of Phoenix 0.1.0, older than the Jupyter server’s 0.2.0: reload the page'
  );
  expect(comparePage('0.2.0', '0.1.0', trans)).toBe(
    'The Jupyter server runs Phoenix 0.1.0, older than this page’s 0.2.0: restart Jupyter'
  );
});

test('the older of session and Jupyter server is named, with what to do', () => {
  expect(compareSession('', '0.2.0', trans)).toBeUndefined();
  expect(compareSession('0.1.0', '0.2.0', trans)).toContain('close it and launch it again');
  expect(compareSession('0.3.0', '0.2.0', trans)).toContain('pip install --upgrade');
});
