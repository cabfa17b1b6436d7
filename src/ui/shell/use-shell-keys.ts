import { useState } from 'react';
import { useKeys } from '../app/keyboard-context.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import { useNavigation } from '../app/view-state-context.tsx';
import { SHELL_MESSAGES } from './shell-messages.ts';

type ShellDialog = 'go' | 'keys';

/** The keys that are valid everywhere, and which of the shell's dialogs is open. */
export function useShellKeys(): {
  shown: ShellDialog | undefined;
  open: (dialog: ShellDialog) => void;
  close: () => void;
} {
  const t = useTranslate(SHELL_MESSAGES);
  const { go } = useNavigation();
  const [shown, setShown] = useState<ShellDialog>();
  const group = t('keysAnywhere');
  useKeys([
    { keys: 'Mod+k', label: t('goAnywhere'), group, whileTyping: true, run: () => setShown('go') },
    { keys: '?', label: t('keys'), group, run: () => setShown('keys') },
    { keys: 'g h', label: t('home'), group, run: () => go({ place: 'home' }) },
    { keys: 'g s', label: t('signals'), group, run: () => go({ place: 'signals' }) },
    { keys: 'g m', label: t('map'), group, run: () => go({ place: 'map' }) },
    { keys: 'g t', label: t('traces'), group, run: () => go({ place: 'traces' }) },
    { keys: 'g e', label: t('exports'), group, run: () => go({ place: 'exports' }) }
  ]);
  return { shown, open: setShown, close: () => setShown(undefined) };
}
