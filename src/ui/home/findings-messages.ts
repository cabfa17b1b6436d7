export const FINDINGS_MESSAGES = {
  moved: 'What moved most',
  broken: 'What is broken',
  usual: 'usually {value}',
  trend: '{metric} of {name} over time, {alerts}',
  alerts: { one: '{count} alert', other: '{count} alerts' },
  name: 'Column',
  metric: 'Metric',
  value: 'Value',
  usually: 'Usual',
  alertCount: 'Alerts',
  calm: 'Nothing moved beyond its threshold',
  calmMost: 'These moved most:',
  beyond: {
    one: '{count} of {total} beyond its threshold',
    other: '{count} of {total} beyond their thresholds'
  },
  allSignals: 'All signals',
  model: 'the model',
  fine: 'Nothing is broken',
  fineWhat:
    'No column went empty, constant or out of the range of the reference, and no new categories came.',
  fineAlone: 'No column is empty or constant.',
  more: { one: '{count} more', other: '{count} more' },
  fewer: 'Show fewer',
  code: 'Python for this',
  and: 'and {count} more',

  empty: '{name} is empty in {set}.',
  emptyWas: '{name} is empty in {set}; in {reference} {was} was missing.',
  emptier: '{name}: {now} missing in {set}, {was} in {reference}.',
  mostlyEmpty: '{name}: {now} missing in {set}.',
  newCategories: {
    one: '{name} has a value that {reference} does not: {labels} ({share} of the rows).',
    other: '{name} has {count} values that {reference} does not: {labels} ({share} of the rows).'
  },
  above: '{name} goes up to {value}; in {reference} to {bound}.',
  below: '{name} goes down to {value}; in {reference} to {bound}.',
  constant: '{name} has one value only, in {set}.',
  constantAlways: '{name} has one value only: it says nothing.',
  withoutTime: {
    one: '{count} row of {set} has no time: it is in no window.',
    other: '{count} rows of {set} have no time: they are in no window.'
  },
  withoutVector: {
    one: '{name}: {count} of {total} vectors is missing in {set}.',
    other: '{name}: {count} of {total} vectors are missing in {set}.'
  }
} as const;
