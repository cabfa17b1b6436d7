import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const documents = [
  'README.md',
  'CHANGELOG.md',
  ...globSync('{.github,src,ui-tests,examples}/**/*.md', { cwd: root })
];

function linksOf(markdown: string): string[] {
  const prose = markdown.replaceAll(/```.*?```/gs, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(match => match[1] ?? '');
}

test.each(documents)('%s links only to what exists', document => {
  const text = readFileSync(join(root, document), 'utf8');
  const broken = linksOf(text)
    .filter(link => !/^[a-z]+:/.test(link) && !link.startsWith('#'))
    .map(link => link.split('#')[0] ?? '')
    .filter(link => !existsSync(join(root, dirname(document), link)));
  expect(broken).toEqual([]);
});

test('the README keeps to 150 lines and two commands', () => {
  const lines = readFileSync(join(root, 'README.md'), 'utf8').split('\n');
  expect(lines.length).toBeLessThanOrEqual(150);
  expect(lines.filter(line => line.startsWith('python3 dev.py'))).toHaveLength(2);
});
