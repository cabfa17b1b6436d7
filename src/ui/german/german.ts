import type { Translations } from '../app/messages.ts';
import { GERMAN_CHARTS } from './charts.ts';
import { GERMAN_EXPORTS } from './exports.ts';
import { GERMAN_HOME } from './home.ts';
import { GERMAN_MAP } from './map.ts';
import { GERMAN_PARTS } from './parts.ts';
import { GERMAN_PERFORMANCE } from './performance.ts';
import { GERMAN_ROWS } from './rows.ts';
import { GERMAN_SHELL } from './shell.ts';
import { GERMAN_SIGNALS } from './signals.ts';
import { GERMAN_TRACE } from './trace.ts';
import { GERMAN_TRACES } from './traces.ts';

/** The page in German: keys are the English texts. A text that several places share stands once. */
export const GERMAN: Translations = new Map(
  [
    GERMAN_CHARTS,
    GERMAN_EXPORTS,
    GERMAN_HOME,
    GERMAN_MAP,
    GERMAN_PARTS,
    GERMAN_PERFORMANCE,
    GERMAN_ROWS,
    GERMAN_SHELL,
    GERMAN_SIGNALS,
    GERMAN_TRACE,
    GERMAN_TRACES
  ].flatMap(catalogue => Object.entries(catalogue))
);
