import { MAGIC_COMMANDS, splitMagic } from '../../contract/magic.ts';
import { METRICS } from '../../contract/metrics.ts';

/** Words for the end of a line of `%phoenix`, and where the word that they complete begins. */
export interface Completion {
  matches: readonly string[];
  start: number;
  /** Names of variables, which the kernel knows, may follow as well. */
  takesVariables: boolean;
}

/** What may follow at the cursor; undefined when its line is none of `%phoenix`. */
export function completeMagic(code: string, cursor: number): Completion | undefined {
  const line = code.slice(code.lastIndexOf('\n', cursor - 1) + 1, cursor);
  const found = /^[ \t]*(?:\/\/[ \t]*)?%phoenix[ \t](.*)$/.exec(line)?.[1];
  if (found === undefined) {
    return undefined;
  }
  const typed = /\S*$/.exec(found)?.[0] ?? '';
  const begin = { start: cursor - typed.length };
  const listed = (words: readonly string[]) => words.filter(word => word.startsWith(typed));
  if (found.trimStart() === typed) {
    return { ...begin, matches: listed(MAGIC_COMMANDS), takesVariables: false };
  }
  const { command } = splitMagic(found);
  return {
    ...begin,
    matches: command === 'signals' ? listed(METRICS) : command === 'select' ? listed(['none']) : [],
    takesVariables: command === 'launch' || command === 'select'
  };
}
