import type { NotebookPanel } from '@jupyterlab/notebook';

/** The language of a notebook's kernel in small letters; undefined without a kernel. */
export async function readLanguage({ sessionContext }: NotebookPanel): Promise<string | undefined> {
  const info = await sessionContext.session?.kernel?.info;
  return info?.language_info.name.toLowerCase();
}
