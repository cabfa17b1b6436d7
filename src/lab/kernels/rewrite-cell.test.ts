import { expect, test } from 'vitest';
import { completeMagic } from './complete-magic.ts';
import { findKind } from './javascript-kernel.ts';
import { rewriteCell } from './rewrite-cell.ts';

const deno = { kind: 'deno', id: 'k-1', folder: '/opt/a b/kernel' } as const;
const tslab = { kind: 'tslab', id: 'k-1', folder: 'C:\\kernel' } as const;
const DENO = 'await (await import("file:///opt/a%20b/kernel/kernel.mjs")).phoenix';
const REQUIRE = String.raw`globalThis["process"]["mainModule"]["require"]("C:\\kernel/kernel.cjs")`;
const TSLAB = `await ${REQUIRE}["phoenix"]`;

test.each([
  ['%phoenix', `${DENO}("", {  }, "k-1");`],
  ['  %phoenix  view 400 ', `${DENO}("view 400", {  }, "k-1");`],
  ['a\n// %phoenix status\nb', `a\n${DENO}("status", {  }, "k-1");\nb`],
  ['// %phoenix is a magic', '// %phoenix is a magic'],
  ['// %phoenix', `${DENO}("", {  }, "k-1");`],
  ['const a = "%phoenix";', 'const a = "%phoenix";'],
  ['%phoenixes', '%phoenixes'],
  [
    '%phoenix launch train, data.prod none!',
    `${DENO}("launch train, data.prod none!", { "train": () => (train), "data.prod": () => (data.prod) }, "k-1");`
  ],
  [
    '%phoenix select rows.filter(d => d.x > "a")',
    `${DENO}("select rows.filter(d => d.x > \\"a\\")", { "rows.filter(d => d.x > \\"a\\")": () => (rows.filter(d => d.x > "a")) }, "k-1");`
  ],
  ['%phoenix select none', `${DENO}("select none", {  }, "k-1");`],
  [
    "import { a } from 'jupyterlab-phoenix/kernel';",
    'import { a } from "file:///opt/a%20b/kernel/kernel.mjs";'
  ],
  [
    'await import("jupyterlab-phoenix/kernel")',
    'await import("file:///opt/a%20b/kernel/kernel.mjs")'
  ],
  ['1 + 1', '1 + 1']
])('rewriteCell(%j) for Deno', (code, expected) => {
  expect(rewriteCell(code, deno)).toBe(expected);
});

test.each([
  ['%phoenix view', `${TSLAB}("view", {  }, "k-1");`],
  [
    '%phoenix launch train',
    `let session = ${TSLAB}("launch train", { "train": () => (train) }, "k-1"); session`
  ],
  ["import * as px from 'jupyterlab-phoenix/kernel';\npx", `const px = ${REQUIRE};\npx`],
  [
    'import { x } from "other";\nimport {\n  launchApp as launch,\n  type Session,\n  Dataset\n} from "jupyterlab-phoenix/kernel"',
    `import { x } from "other";\nconst { launchApp: launch, Dataset } = ${REQUIRE};`
  ]
])('rewriteCell(%j) for tslab', (code, expected) => {
  expect(rewriteCell(code, tslab)).toBe(expected);
});

test.each([
  ['%phoenix ', ['launch', 'view', 'url'], 9, false],
  ['%phoenix sel', ['select'], 9, false],
  ['a\n// %phoenix st', ['status'], 14, false],
  ['%phoenix signals ps', ['psi'], 17, false],
  ['%phoenix launch tr', [], 16, true],
  ['%phoenix select n', ['none'], 16, true],
  ['%phoenix view ', [], 14, false]
])('completeMagic(%j)', (code, matches, start, takesVariables) => {
  const found = completeMagic(code, code.length);
  expect(found).toMatchObject({ start, takesVariables });
  expect(found?.matches.slice(0, 3)).toEqual(matches);
});

test('completeMagic() leaves other lines to the kernel', () => {
  expect(completeMagic('%phoenix launch\nses', 19)).toBeUndefined();
  expect(completeMagic('%phoenix', 8)).toBeUndefined();
});

test('kernels are told apart by name', () => {
  expect(['deno', 'Deno kernel', 'tslab', 'jslab', 'python3'].map(findKind)).toEqual([
    'deno',
    'deno',
    'tslab',
    'tslab',
    undefined
  ]);
});
