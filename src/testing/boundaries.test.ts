import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, test } from 'vitest';
// @ts-expect-error -- the lint configuration is plain JavaScript without declarations
import { boundaries, ROOMS } from '../../eslint.config.mjs';

const eslint = new ESLint({
  overrideConfigFile: true,
  baseConfig: [
    { files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } },
    { plugins: { '@typescript-eslint': tseslint.plugin } },
    ...(boundaries as [])
  ]
});

async function lint(code: string, filePath: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath });
  return result?.messages.map(({ message }) => message) ?? [];
}

describe('room boundaries', () => {
  test('refuse an import against the arrows', async () => {
    const messages = await lint(
      "import { createApp } from '../server/app.ts';\nexport const x = createApp;\n",
      'src/analysis/planted.ts'
    );
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain("'analysis' may import only: nothing.");
  });

  test('refuse it from a nested folder too', async () => {
    const messages = await lint(
      "import type { Model } from '../../inferences/model.ts';\nexport type X = Model;\n",
      'src/ui/map/planted.ts'
    );
    expect(messages[0]).toContain("'ui' may import only: contract, filter, client.");
  });

  test('let types, and only types, cross from server to client', async () => {
    const path = 'src/client/planted.ts';
    expect(
      await lint("import type { A } from '../server/app.ts';\nexport type X = A;\n", path)
    ).toEqual([]);
    expect(
      await lint("import { a } from '../server/app.ts';\nexport const x = a;\n", path)
    ).toHaveLength(1);
  });

  test('allow every arrow of the table', async () => {
    for (const [room, allowed] of Object.entries(ROOMS as Record<string, string[]>)) {
      for (const other of allowed) {
        const code = `import type { A } from '../${other}/a.ts';\nexport type X = A;\n`;
        expect(await lint(code, `src/${room}/planted.ts`), `${room} from ${other}`).toEqual([]);
      }
    }
  });

  test('make a circle impossible', () => {
    const order = Object.keys(ROOMS as Record<string, string[]>);
    for (const [room, allowed] of Object.entries(ROOMS as Record<string, string[]>)) {
      const seen = new Set<string>();
      const visit = (name: string) => {
        for (const next of (ROOMS as Record<string, string[]>)[name] ?? []) {
          if (!seen.has(next)) {
            seen.add(next);
            visit(next);
          }
        }
      };
      visit(room);
      expect(seen.has(room), room).toBe(false);
      expect(allowed.every(name => order.includes(name))).toBe(true);
    }
  });
});
