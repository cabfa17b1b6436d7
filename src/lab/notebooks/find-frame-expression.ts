import { parser } from '@lezer/python';
import type { SyntaxNode } from '@lezer/common';

/** Methods that show a part of a frame for a look; who opens it wants the whole. */
const PREVIEWS = new Set(['head', 'tail', 'sample', 'limit']);

/**
 * The Python expression behind the table that a cell shows: a name, or a path of names and constant subscripts from one, without
 * `.head()` and its like. Undefined when running it again could do something else than name the frame, as a call can.
 */
export function findFrameExpression(source: string): string | undefined {
  // Magics and shell lines are no Python; a cell that begins with a cell magic is another language altogether.
  const code = source.replace(/^[ \t]*[%!].*$/gm, line => ' '.repeat(line.length));
  if (source.trimStart().startsWith('%%')) {
    return undefined;
  }
  const last = lastStatement(parser.parse(code).topNode);
  if (last?.name !== 'ExpressionStatement' || code.slice(last.to).trimStart().startsWith(';')) {
    return undefined;
  }
  const shown = last.firstChild && unwrap(last.firstChild, code);
  return shown && isPath(shown) ? code.slice(shown.from, shown.to) : undefined;
}

function lastStatement(script: SyntaxNode): SyntaxNode | null {
  let last = script.lastChild;
  while (last?.name === 'Comment' || last?.name === ';') {
    last = last.prevSibling;
  }
  // `a; b` is one node in some places and several in others: what counts is the last expression.
  return last?.name === 'StatementGroup' ? lastStatement(last) : last;
}

/** What `display(x)` or `(x)` shows, and what a preview is of. */
function unwrap(node: SyntaxNode, code: string): SyntaxNode | null {
  if (node.name === 'ParenthesizedExpression') {
    const inner = node.firstChild?.nextSibling;
    return inner ? unwrap(inner, code) : null;
  }
  if (node.name !== 'CallExpression') {
    return node;
  }
  const callee = node.firstChild;
  if (callee?.name === 'VariableName' && code.slice(callee.from, callee.to) === 'display') {
    const argument = node.lastChild?.firstChild?.nextSibling;
    return argument && argument.nextSibling?.name === ')' ? unwrap(argument, code) : null;
  }
  const method = callee?.name === 'MemberExpression' ? callee.lastChild : null;
  return method?.name === 'PropertyName' && PREVIEWS.has(code.slice(method.from, method.to))
    ? unwrap(callee?.firstChild ?? node, code)
    : node;
}

function isPath(node: SyntaxNode): boolean {
  if (node.name === 'VariableName') {
    return true;
  }
  if (node.name !== 'MemberExpression') {
    return false;
  }
  const [object, ...rest] = childrenOf(node);
  return (
    object !== undefined &&
    isPath(object) &&
    rest.every(({ name }) => ['.', '[', ']', 'PropertyName', 'String', 'Number'].includes(name))
  );
}

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    children.push(child);
  }
  return children;
}
