import { expect, test } from 'vitest';
import { toContentsPath } from './notebook-path.ts';

test.each([
  ['', '/home/ada', undefined],
  ['work/digits.ipynb', '/home/ada', 'work/digits.ipynb'],
  ['/home/ada/work/digits.ipynb', '/home/ada', 'work/digits.ipynb'],
  ['/home/ada/work/digits.ipynb', '/home/ada/', 'work/digits.ipynb'],
  ['~/work/digits.ipynb', '~', 'work/digits.ipynb'],
  ['/home/adam/digits.ipynb', '/home/ada', undefined],
  ['/tmp/digits.ipynb', '/home/ada', undefined],
  ['C:\\Users\\ada\\digits.ipynb', 'C:\\Users\\ada', 'digits.ipynb'],
  ['D:\\digits.ipynb', 'C:\\Users\\ada', undefined]
])('toContentsPath(%j) below %j is %j', (notebook, root, path) => {
  expect(toContentsPath(notebook, root)).toBe(path);
});
