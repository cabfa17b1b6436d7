import { type Kernel, KernelMessage } from '@jupyterlab/services';
import { completeMagic, type Completion } from './complete-magic.ts';
import type { JavaScriptKernel } from './javascript-kernel.ts';
import { rewriteCell } from './rewrite-cell.ts';

const patched = new WeakSet<Kernel.IKernelConnection>();

type Complete = Kernel.IKernelConnection['requestComplete'];

/**
 * Lets one connection to a kernel understand `%phoenix`: what is sent is rewritten on its way out, so that prompts, order and
 * errors stay the kernel's own. Where another extension runs cells elsewhere, it sees nothing of this.
 */
export function patchKernel(kernel: Kernel.IKernelConnection, known: JavaScriptKernel): void {
  if (patched.has(kernel)) {
    return;
  }
  patched.add(kernel);
  const execute = kernel.requestExecute.bind(kernel);
  kernel.requestExecute = (content, ...rest) =>
    execute({ ...content, code: rewriteCell(content.code, known) }, ...rest);
  const complete = kernel.requestComplete.bind(kernel);
  kernel.requestComplete = async content => {
    const found = completeMagic(content.code, content.cursor_pos);
    return found ? answer(kernel, complete, content, found) : complete(content);
  };
}

/** The words of the magic, and before them the kernel's own for the word alone. */
async function answer(
  kernel: Kernel.IKernelConnection,
  complete: Complete,
  { code, cursor_pos }: KernelMessage.ICompleteRequestMsg['content'],
  { matches, start, takesVariables }: Completion
): Promise<KernelMessage.ICompleteReplyMsg> {
  const word = code.slice(start, cursor_pos);
  const variables = takesVariables ? await completeWord(complete, word) : [];
  return KernelMessage.createMessage({
    channel: 'shell',
    msgType: 'complete_reply',
    session: kernel.clientId,
    username: kernel.username,
    content: {
      status: 'ok',
      matches: [...new Set([...variables, ...matches])],
      cursor_start: start,
      cursor_end: cursor_pos,
      metadata: {}
    }
  });
}

async function completeWord(complete: Complete, word: string): Promise<string[]> {
  const { content } = await complete({ code: word, cursor_pos: word.length });
  const isWhole = content.status === 'ok' && content.cursor_start === 0;
  return isWhole ? content.matches : [];
}
