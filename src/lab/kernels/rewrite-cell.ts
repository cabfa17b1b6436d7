import { isMagicCommand, splitMagic, splitNames } from '../../contract/magic.ts';
import type { JavaScriptKernel } from './javascript-kernel.ts';

const MAGIC = /^[ \t]*(?<comment>\/\/[ \t]*)?%phoenix(?<line>(?:[ \t].*)?)$/gm;
const PACKAGE = String.raw`(['"])jupyterlab-phoenix/kernel`;
const SPECIFIER = new RegExp(String.raw`(\b(?:from|import)\s*\(?\s*)${PACKAGE}\2`, 'g');
const STATIC_IMPORT = new RegExp(
  String.raw`^[ \t]*import\s+(?<names>\{[^}'"]*\}|\*\s+as\s+[\w$]+)\s+from\s*${PACKAGE}\2[ \t]*;?`,
  'gm'
);
const VARIABLE = /^[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\.[\p{ID_Start}$_][\p{ID_Continue}$]*)*$/u;

/**
 * What a kernel of JavaScript gets to run for a cell: every line of `%phoenix` becomes a call of our client, and an import of
 * `jupyterlab-phoenix/kernel` one of the client that came with the Jupyter server, so that nothing has to be installed. A comment
 * that begins with `%phoenix` is such a line when a command follows. All other lines stay as they are, on the lines they were.
 */
export function rewriteCell(code: string, kernel: JavaScriptKernel): string {
  if (!code.includes('%phoenix') && !code.includes('jupyterlab-phoenix/kernel')) {
    return code;
  }
  return rewriteImports(code, kernel).replace(MAGIC, (all: string, ...found: unknown[]) => {
    const { comment, line = '' } = found.at(-1) as { comment?: string; line?: string };
    const isRemark = comment !== undefined && !isMagicCommand(splitMagic(line).command);
    return isRemark ? all : toCall(line.trim(), kernel);
  });
}

function rewriteImports(code: string, kernel: JavaScriptKernel): string {
  if (kernel.kind === 'deno') {
    const url = JSON.stringify(toFileUrl(`${kernel.folder}/kernel.mjs`));
    return code.replace(SPECIFIER, (_, before: string) => before + url);
  }
  return code.replace(STATIC_IMPORT, (...found: unknown[]) => {
    const { names = '' } = found.at(-1) as { names?: string };
    return `const ${toPattern(names)} = ${requireFor(kernel)};`;
  });
}

/** `* as all` → `all`, `{ a as b, type C }` → `{ a: b }`. */
function toPattern(names: string): string {
  const all = /^\*\s+as\s+([\w$]+)$/.exec(names)?.[1];
  if (all !== undefined) {
    return all;
  }
  const parts = names
    .slice(1, -1)
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '' && !/^type\s/.test(part));
  return `{ ${parts.map(part => part.replace(/\s+as\s+/, ': ')).join(', ')} }`;
}

function toCall(line: string, kernel: JavaScriptKernel): string {
  const { command, rest } = splitMagic(line);
  const words = command === 'launch' ? splitNames(rest).filter(isVariable) : [];
  const rows = command === 'select' && rest !== '' && rest.toLowerCase() !== 'none' ? [rest] : [];
  const values = [...words, ...rows].map(text => `${JSON.stringify(text)}: () => (${text})`);
  const args = `${JSON.stringify(line)}, { ${values.join(', ')} }, ${JSON.stringify(kernel.id)}`;
  if (kernel.kind === 'deno') {
    const url = JSON.stringify(toFileUrl(`${kernel.folder}/kernel.mjs`));
    return `await (await import(${url})).phoenix(${args});`;
  }
  const call = `await ${requireFor(kernel)}["phoenix"](${args});`;
  // Later cells know of a name only what the type checker has seen declared.
  return command === 'launch' ? `let session = ${call} session` : call;
}

function isVariable(word: string): boolean {
  return VARIABLE.test(word) && word !== 'null' && word !== 'None';
}

/** Without the types of Node beside the notebook, `require` and `process` are errors to tslab; a path in brackets is not. */
function requireFor({ folder }: JavaScriptKernel): string {
  return `globalThis["process"]["mainModule"]["require"](${JSON.stringify(`${folder}/kernel.cjs`)})`;
}

function toFileUrl(path: string): string {
  const forward = path.replaceAll('\\', '/');
  const url = new URL('file:///');
  url.pathname = forward.replaceAll('%', '%25');
  return url.href;
}
