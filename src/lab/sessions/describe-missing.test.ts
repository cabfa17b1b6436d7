// @vitest-environment jsdom
import { PageConfig } from '@jupyterlab/coreutils';
import { nullTranslator } from '@jupyterlab/translation';
import { afterEach, expect, test } from 'vitest';
import { describeMissing } from './describe-missing.ts';

const trans = nullTranslator.load('');
const before = PageConfig.getOption('appName');
afterEach(() => void PageConfig.setOption('appName', before));

test('describeMissing() names the command that enables the server extension', () => {
  expect(describeMissing(trans).command).toBe('jupyter server extension enable jupyterlab_phoenix');
});

test('describeMissing() does not ask for what JupyterLite cannot do', () => {
  PageConfig.setOption('appName', 'JupyterLite');
  const { text, command } = describeMissing(trans);
  expect(text).toContain('JupyterLite has none');
  expect(command).toBeUndefined();
});
