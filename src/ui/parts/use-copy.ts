import { useCallback } from 'react';
import { useAnnounce } from '../app/announcer.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import { useToasts } from '../app/toasts.tsx';
import { PART_MESSAGES } from './part-messages.ts';

/** Copies text and says so; resolves to whether it worked. */
export function useCopy(): (text: string) => Promise<boolean> {
  const announce = useAnnounce();
  const toasts = useToasts();
  const t = useTranslate(PART_MESSAGES);
  return useCallback(
    async text => {
      const worked = await writeClipboard(text);
      if (worked) {
        announce(t('copied'));
      } else {
        toasts.show({ kind: 'failed', message: t('copyFailed'), code: text });
      }
      return worked;
    },
    [announce, toasts, t]
  );
}

async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Plain http on another machine's name, and frames without the permission, have no clipboard object.
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const focused = document.activeElement;
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'visually-hidden';
  document.body.append(area);
  area.select();
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way to copy on an insecure origin
    return document.execCommand('copy');
  } finally {
    area.remove();
    (focused as HTMLElement | null)?.focus();
  }
}
