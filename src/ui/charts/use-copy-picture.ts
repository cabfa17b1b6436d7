import { useCallback } from 'react';
import { useAnnounce } from '../app/announcer.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import { useToasts } from '../app/toasts.tsx';
import { CHART_MESSAGES } from './chart-messages.ts';
import { svgToPng } from './svg-to-png.ts';

/** Puts an SVG file as PNG on the clipboard; saves it where the browser does not allow that. */
export function useCopyPicture(): (svg: string, ground: string, name: string) => Promise<void> {
  const t = useTranslate(CHART_MESSAGES);
  const announce = useAnnounce();
  const toasts = useToasts();
  return useCallback(
    async (svg, ground, name) => {
      try {
        const png = svgToPng(svg, ground);
        if (await writeClipboard(png)) {
          announce(t('copiedPng'));
          toasts.show({ kind: 'done', message: t('copiedPng') });
        } else {
          save(await png, `${name}.png`);
          toasts.show({ kind: 'note', message: t('savedPng') });
        }
      } catch (error) {
        toasts.fail(error);
      }
    },
    [announce, toasts, t]
  );
}

async function writeClipboard(png: Promise<Blob>): Promise<boolean> {
  try {
    // A promise, not its result: Safari wants the call within the press.
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
    return true;
  } catch {
    // Plain http on another machine's name, and frames without the permission, have no clipboard for pictures.
    return false;
  }
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name.replace(/[^\p{L}\p{N}._ -]+/gu, '-');
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
