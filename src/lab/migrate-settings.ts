import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { JSONValue } from '@lumino/coreutils';

/** What settings files of before say, and what says the same today. */
export interface Migration {
  set: ReadonlyMap<string, JSONValue>;
  remove: readonly string[];
}

/** Before there were three places to open in, `openBeside` chose between two of them. */
export function planMigration(user: Readonly<Record<string, unknown>>): Migration {
  const { openBeside } = user;
  if (typeof openBeside !== 'boolean') {
    return { set: new Map(), remove: 'openBeside' in user ? ['openBeside'] : [] };
  }
  // Who has chosen anew already has had the last word.
  const isChosen = typeof user['openIn'] === 'string';
  return {
    set: new Map(isChosen ? [] : [['openIn', openBeside ? 'beside' : 'tab']]),
    remove: ['openBeside']
  };
}

/** Writes the user's settings in today's words; settings that cannot be written stay as they are. */
export async function migrateSettings(settings: ISettingRegistry.ISettings): Promise<void> {
  const { set, remove } = planMigration(settings.user);
  for (const [key, value] of set) {
    await settings.set(key, value);
  }
  for (const key of remove) {
    await settings.remove(key);
  }
}
