/** The commands of `%phoenix` in JavaScript kernels and how they are used: in the words of the Python magic. */
export const MAGIC_USAGE = {
  launch:
    'launch [PRIMARY [REFERENCE [CORPUS]]]   start the app, or show it other data sets (variables)',
  view: 'view [HEIGHT]                           the app in this cell, HEIGHT in pixels',
  url: 'url                                     a link that opens the app in one browser',
  signals:
    'signals [METRIC ...]                    what is measured of every dimension, as a table',
  drift:
    'drift                                   how far every dimension moved, the farthest first',
  spans:
    "spans [FILTER]                          spans as a table, for instance spans span_kind == 'LLM'",
  traces: 'traces [FILTER]                         the traces in this cell; FILTER as in spans',
  exports: 'exports                                 what was exported, newest last',
  select:
    'select [ROWS | none]                    the selected rows; or select ROWS (a variable or expression)',
  status: 'status                                  what runs where, with which data',
  close: 'close                                   end the session; exports stay on disk',
  help: 'help                                    this list'
} as const;

export type MagicCommand = keyof typeof MAGIC_USAGE;

export const MAGIC_COMMANDS = Object.keys(MAGIC_USAGE) as MagicCommand[];

export function isMagicCommand(word: string): word is MagicCommand {
  return Object.hasOwn(MAGIC_USAGE, word);
}

/** The command of a line and what follows it; a line without a command asks for the status. */
export function splitMagic(line: string): { command: string; rest: string } {
  const [, command = '', rest = ''] = /^\s*(\S*)\s*(.*?)\s*$/s.exec(line) ?? [];
  return { command: command.toLowerCase() || 'status', rest };
}

/** Names of data sets after `launch`. */
export function splitNames(rest: string): string[] {
  return rest.split(/[\s,]+/).filter(word => word !== '');
}
