import type { Bin, Condition } from '../../contract/metrics.ts';
import type { Format } from '../app/format.ts';
import type { Translate } from '../app/messages.ts';
import type { WHERE_MESSAGES } from './where-messages.ts';

interface Words {
  t: Translate<typeof WHERE_MESSAGES>;
  format: Format;
}

/** Conditions as people say them: `age ≥ 61 and plan = basic`; all rows have none. */
export function describeWhere(conditions: readonly Condition[], words: Words): string {
  return conditions.length === 0
    ? words.t('allRows')
    : conditions.map(condition => describeCondition(condition, words)).join(` ${words.t('and')} `);
}

function describeCondition(condition: Condition, words: Words): string {
  const { t, format } = words;
  switch (condition.kind) {
    case 'bin':
      return describeBin(condition.dimension, condition.bin, words);
    case 'outcome': {
      const { predicted, actual } = condition;
      const sides = [
        actual === undefined ? undefined : t('isActual', { label: actual }),
        predicted === undefined ? undefined : t('isPredicted', { label: predicted })
      ];
      return sides.filter(side => side !== undefined).join(` ${t('and')} `);
    }
    case 'correctness':
      return t(condition.is);
    case 'residual':
      return describeInterval(t('residual'), condition.start, condition.end, format);
  }
}

/** One bin of a dimension; `label` is its own text, where an answer gave one. */
export function describeBin(
  dimension: string,
  bin: Bin,
  { t, format }: Words,
  label?: string
): string {
  switch (bin.kind) {
    case 'interval':
      return describeInterval(dimension, bin.start, bin.end, format);
    case 'category':
      return `${dimension} = ${label ?? textOfKey(bin.key)}`;
    case 'missing':
      return t('isMissing', { name: dimension });
  }
}

function describeInterval(
  name: string,
  start: number | null,
  end: number | null,
  { number }: Format
): string {
  return start === null
    ? end === null
      ? name
      : `${name} < ${number(end)}`
    : end === null
      ? `${name} ≥ ${number(start)}`
      : `${number(start)} ≤ ${name} < ${number(end)}`;
}

/** The text in a key of the server: `s:basic`, `n:1`. */
function textOfKey(key: string): string {
  const text = key.slice(2);
  return text === '' ? '""' : text;
}
