import { commandsPlugin } from './plugins/commands.ts';
import { crashesPlugin } from './plugins/crashes.ts';
import { javaScriptKernelsPlugin } from './plugins/javascript-kernels.ts';
import { launcherPlugin } from './plugins/launcher.ts';
import { outputPlugin } from './plugins/output.ts';
import { panelPlugin } from './plugins/panel.ts';
import { runningPlugin } from './plugins/running.ts';
import { sessionsPlugin } from './plugins/sessions.ts';
import { settingsPlugin } from './plugins/settings.ts';
import { statusPlugin } from './plugins/status.ts';
import { tabsPlugin } from './plugins/tabs.ts';
import { traceOutputPlugin } from './plugins/trace-output.ts';
import { viewsPlugin } from './plugins/views.ts';

export type { ListState, PhoenixSessions } from './tokens.ts';
export { IPhoenixSessions } from './tokens.ts';

export default [
  sessionsPlugin,
  settingsPlugin,
  viewsPlugin,
  tabsPlugin,
  commandsPlugin,
  panelPlugin,
  outputPlugin,
  traceOutputPlugin,
  launcherPlugin,
  runningPlugin,
  statusPlugin,
  crashesPlugin,
  javaScriptKernelsPlugin
];
