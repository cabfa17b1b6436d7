import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { migrateSettings } from '../migrate-settings.ts';
import { Preferences } from '../preferences.ts';
import { IPhoenixPreferences } from '../tokens.ts';

const ID = 'jupyterlab-phoenix:settings';

export const settingsPlugin: JupyterFrontEndPlugin<Preferences> = {
  id: ID,
  description: 'Provides the user settings of Phoenix.',
  autoStart: true,
  provides: IPhoenixPreferences,
  optional: [ISettingRegistry],
  activate: async (_: JupyterFrontEnd, registry: ISettingRegistry | null) => {
    const preferences = new Preferences();
    try {
      const settings = await registry?.load(ID);
      if (settings !== undefined) {
        preferences.connect(settings);
        await migrateSettings(settings);
      }
    } catch (error) {
      console.warn(`Cannot load the settings of ${ID}: the defaults hold`, error);
    }
    return preferences;
  }
};
