import { useKeyList } from '../app/keyboard-context.tsx';
import type { KeyBinding } from '../app/keyboard.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { KeyCaps } from '../parts/action-button.tsx';
import { ModalDialog } from '../parts/modal-dialog.tsx';
import { SHELL_MESSAGES } from './shell-messages.ts';

/** The keys valid on the page now, by group; single keys can be switched off here. */
export function KeysDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useTranslate(SHELL_MESSAGES);
  const { bindings, isOn, setOn } = useKeyList();
  const groups = groupBindings(withoutShadowed(bindings), t('keysHere'));
  return (
    <ModalDialog title={t('keys')} isOpen={isOpen} onClose={onClose} className="keys">
      <label className="check">
        <input type="checkbox" checked={isOn} onChange={event => setOn(event.target.checked)} />
        {t('keysOn')}
      </label>
      <div className="keys-groups">
        {[...groups].map(([group, keys]) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {keys.map(binding => (
                <div key={binding.keys} data-off={!isOn && !binding.keys.startsWith('Mod+')}>
                  <dt>
                    <KeyCaps keys={binding.keys} />
                  </dt>
                  <dd>{binding.label}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </ModalDialog>
  );
}

/** Of several bindings of one key only the newest works. */
function withoutShadowed(bindings: readonly KeyBinding[]): KeyBinding[] {
  return [...new Map(bindings.map(binding => [binding.keys, binding])).values()];
}

function groupBindings(bindings: readonly KeyBinding[], here: string): Map<string, KeyBinding[]> {
  const groups = new Map<string, KeyBinding[]>([[here, []]]);
  for (const binding of bindings) {
    const group = binding.group ?? here;
    groups.set(group, [...(groups.get(group) ?? []), binding]);
  }
  return new Map([...groups].filter(([, keys]) => keys.length > 0));
}
