/// <reference types="node" />
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

const LAB = fileURLToPath(new URL('.', import.meta.url));
const GERMAN = JSON.parse(
  readFileSync(
    new URL(
      '../../jupyterlab_phoenix/locale/de_DE/LC_MESSAGES/jupyterlab_phoenix.json',
      import.meta.url
    ),
    'utf8'
  )
) as Record<string, string[]>;

interface Call {
  file: string;
  /** One text, or singular and plural; undefined when it is not written out, and so cannot be translated. */
  texts: (string | undefined)[];
}

/** Every `trans.__(…)` and `trans._n(…)` in this room. */
function findCalls(): Call[] {
  return globSync('**/*.{ts,tsx}', { cwd: LAB })
    .filter(file => !file.includes('.test.'))
    .flatMap(file => {
      const calls: Call[] = [];
      const source = readFileSync(LAB + file, 'utf8');
      const visit = (node: ts.Node) => {
        if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
          const { text } = node.expression.name;
          if (text === '__' || text === '_n') {
            const words = node.arguments.slice(0, text === '__' ? 1 : 2);
            calls.push({
              file,
              texts: words.map(word => (ts.isStringLiteralLike(word) ? word.text : undefined))
            });
          }
        }
        ts.forEachChild(node, visit);
      };
      visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true));
      return calls;
    });
}

const calls = findCalls();
const placesIn = (text: string) => [...new Set(text.match(/%\d/g))].sort();

test('every sentence is written out, so that it can be translated', () => {
  expect(calls.length).toBeGreaterThan(100);
  expect(calls.filter(({ texts }) => texts.includes(undefined))).toEqual([]);
});

test('every sentence is in German, with its places and plural forms', () => {
  for (const { file, texts } of calls) {
    // What is said with a number in one place and without in another stands once, with both forms.
    const german = GERMAN[texts[0] ?? '']?.slice(0, texts.length);
    expect(german, `${file}: ${texts[0]}`).toHaveLength(texts.length);
    expect(placesIn(german?.join() ?? ''), texts[0]).toEqual(placesIn(texts.join()));
  }
});

test('JupyterLab can read the file', () => {
  expect(GERMAN['']).toMatchObject({
    domain: 'jupyterlab_phoenix',
    language: 'de-DE',
    plural_forms: expect.stringContaining('nplurals=2') as string
  });
});
