import { globSync, readFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const UI = fileURLToPath(new URL('../ui', import.meta.url));
/** A class with nothing before it: it takes effect wherever the class stands. */
const BARE = /^\.([\w-]+)(?:\[[^\]]*\]|:[\w-]+(?:\([^)]*\))?)*$/;

function bareClasses(css: string): string[] {
  const rules = css.replaceAll(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{}@;]+)\{/g);
  return [...rules].flatMap(([, selectors = '']) =>
    selectors.split(',').flatMap(selector => BARE.exec(selector.trim())?.[1] ?? [])
  );
}

// Styles of a place stay when the reader goes on to another one.
test('two places never style the same class', () => {
  const placesOf = new Map<string, Set<string>>();
  const files = globSync('**/*.css', { cwd: UI });
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) {
    const place = dirname(relative('.', file));
    if (place === 'styles') {
      continue;
    }
    for (const name of bareClasses(readFileSync(`${UI}/${file}`, 'utf8'))) {
      placesOf.set(name, (placesOf.get(name) ?? new Set()).add(place));
    }
  }
  const shared = [...placesOf].filter(([, places]) => places.size > 1);
  expect(shared.map(([name, places]) => `.${name}: ${[...places].join(', ')}`)).toEqual([]);
});
