import { expect, test } from 'vitest';
import { toThemeMessage } from './theme-message.ts';

const DARK_HOST = {
  name: 'dark' as const,
  readVariables: () => ({ '--jp-layout-color1': '#111' })
};

test('toThemeMessage() follows JupyterLab with its colors', () => {
  expect(toThemeMessage(DARK_HOST, 'follow', 'fr_FR')).toEqual({
    type: 'phoenix:theme',
    theme: 'dark',
    variables: { '--jp-layout-color1': '#111' },
    locale: 'fr-FR'
  });
});

test('toThemeMessage() keeps the colors of a dark host out of a light app', () => {
  const { theme, variables } = toThemeMessage(DARK_HOST, 'light', 'en');
  expect(theme).toBe('light');
  expect(variables['--jp-layout-color1']).toBe('');
  expect(new Set(Object.values(variables))).toEqual(new Set(['']));
});

test('toThemeMessage() keeps the colors of the host when the preference agrees with it', () => {
  expect(toThemeMessage(DARK_HOST, 'dark', 'en').variables).toEqual({
    '--jp-layout-color1': '#111'
  });
});

test.each([[undefined], [''], ['default']])('toThemeMessage() tells no language for %j', code => {
  expect(toThemeMessage(DARK_HOST, 'follow', code)).not.toHaveProperty('locale');
});
