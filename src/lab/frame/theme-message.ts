import type { HostMessage } from '../../contract/host-messages.ts';
import type { ThemePreference } from '../preferences.ts';
import { THEME_VARIABLES } from './theme-variables.ts';

const NO_VARIABLES = Object.fromEntries(THEME_VARIABLES.map(name => [name, '']));

interface ReadTheme {
  readonly name: 'light' | 'dark';
  readVariables(): Record<string, string>;
}

/**
 * What the app is told about colors. A preference against JupyterLab's theme empties the variables, since those of a
 * light theme would be unreadable in a dark app; the app then takes its own.
 */
export function toThemeMessage(
  host: ReadTheme,
  preference: ThemePreference,
  languageCode: string | undefined
): HostMessage {
  const locale = toLocale(languageCode);
  const theme = preference === 'follow' ? host.name : preference;
  return {
    type: 'phoenix:theme',
    theme,
    variables: theme === host.name ? host.readVariables() : NO_VARIABLES,
    ...(locale !== undefined && { locale })
  };
}

/**
 * The BCP 47 tag of JupyterLab's language; undefined when there is none. JupyterLab writes `fr_FR` where BCP 47 writes `fr-FR`. Before 4.3 it has no language at all when the pack of the chosen
 * one is not installed.
 */
export function toLocale(languageCode: string | undefined): string | undefined {
  const locale = languageCode?.replaceAll('_', '-') ?? '';
  return /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/.test(locale) ? locale : undefined;
}
