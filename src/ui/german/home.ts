import type { Catalogue } from '../app/messages.ts';

export const GERMAN_HOME: Catalogue = {
  'What moved most': 'Was sich am meisten bewegt hat',
  'What is broken': 'Was nicht stimmt',
  'usually {value}': 'üblich {value}',
  '{metric} of {name} over time, {alerts}': '{metric} von {name} im Lauf der Zeit, {alerts}',
  '{count} alerts': {
    one: '{count} Alarm',
    other: '{count} Alarme'
  },
  Column: 'Spalte',
  Metric: 'Kennzahl',
  Value: 'Wert',
  Usual: 'Üblich',
  Alerts: 'Alarme',
  'Nothing moved beyond its threshold': 'Nichts ging über seine Schwelle hinaus',
  'These moved most:': 'Das hat sich am meisten bewegt:',
  '{count} of {total} beyond their thresholds': {
    one: '{count} von {total} über der Schwelle',
    other: '{count} von {total} über ihren Schwellen'
  },
  'All signals': 'Alle Signale',
  'the model': 'das Modell',
  'Nothing is broken': 'Alles stimmt',
  'No column went empty, constant or out of the range of the reference, and no new categories came.':
    'Keine Spalte wurde leer, konstant oder verließ den Bereich der Referenz, und keine neuen Kategorien kamen hinzu.',
  'No column is empty or constant.': 'Keine Spalte ist leer oder konstant.',
  '{count} more': {
    one: '{count} weiterer',
    other: '{count} weitere'
  },
  'Show fewer': 'Weniger zeigen',
  'Python for this': 'Python dafür',
  'and {count} more': 'und {count} weitere',
  '{name} is empty in {set}.': '{name} ist leer in {set}.',
  '{name} is empty in {set}; in {reference} {was} was missing.':
    '{name} ist leer in {set}; in {reference} fehlten {was}.',
  '{name}: {now} missing in {set}, {was} in {reference}.':
    '{name}: {now} fehlen in {set}, {was} in {reference}.',
  '{name}: {now} missing in {set}.': '{name}: {now} fehlen in {set}.',
  '{name} has {count} values that {reference} does not: {labels} ({share} of the rows).': {
    one: '{name} hat einen Wert, den {reference} nicht hat: {labels} ({share} der Zeilen).',
    other: '{name} hat {count} Werte, die {reference} nicht hat: {labels} ({share} der Zeilen).'
  },
  '{name} goes up to {value}; in {reference} to {bound}.':
    '{name} reicht bis {value} hinauf; in {reference} bis {bound}.',
  '{name} goes down to {value}; in {reference} to {bound}.':
    '{name} reicht bis {value} hinunter; in {reference} bis {bound}.',
  '{name} has one value only, in {set}.': '{name} hat in {set} nur einen Wert.',
  '{name} has one value only: it says nothing.': '{name} hat nur einen Wert: Das sagt nichts.',
  '{count} rows of {set} have no time: they are in no window.': {
    one: '{count} Zeile von {set} hat keine Zeit: Sie steht in keinem Fenster.',
    other: '{count} Zeilen von {set} haben keine Zeit: Sie stehen in keinem Fenster.'
  },
  '{name}: {count} of {total} vectors are missing in {set}.': {
    one: '{name}: {count} von {total} Vektoren fehlt in {set}.',
    other: '{name}: {count} von {total} Vektoren fehlen in {set}.'
  },
  primary: 'primär',
  reference: 'Referenz',
  corpus: 'Korpus',
  'Data sets': 'Datensätze',
  'no time column': 'keine Zeitspalte',
  '{count} rows without a time': {
    one: '{count} Zeile ohne Zeit',
    other: '{count} Zeilen ohne Zeit'
  },
  'Look at rows': 'Zeilen ansehen',
  'Back to Home': 'Zurück zur Übersicht',
  'rows of {name}': 'Zeilen von {name}',
  'Back to everything loaded': 'Zurück zu allem Geladenen',
  Embeddings: 'Embeddings',
  Embedding: 'Embedding',
  Kind: 'Art',
  Numbers: 'Zahlen',
  Vectors: 'Vektoren',
  Shows: 'Zeigt',
  text: 'Text',
  media: 'Medien',
  'vectors only': 'nur Vektoren',
  'Open map of {name}': 'Karte von {name} öffnen',
  'no usable vectors': 'keine brauchbaren Vektoren',
  feature: 'Merkmal',
  tag: 'Schlagwort',
  prompt: 'Prompt',
  response: 'Antwort',
  'No embeddings among these columns': 'Kein Embedding unter diesen Spalten',
  'A map needs a column of vectors, named in the schema.':
    'Eine Karte braucht eine Spalte mit Vektoren, im Schema genannt.',
  'Name the column of vectors': 'Die Spalte mit Vektoren nennen',
  Dimensions: 'Dimensionen',
  'Find a dimension': 'Dimension suchen',
  'No dimension is called like that': 'Keine Dimension heißt so',
  'No feature, tag or label columns': 'Keine Spalten für Merkmale, Schlagwörter oder Labels',
  Name: 'Name',
  Role: 'Rolle',
  Type: 'Typ',
  prediction: 'Vorhersage',
  actual: 'Tatsächlich',
  numeric: 'numerisch',
  categorical: 'kategorial',
  In: 'In',
  'Noticed while loading': 'Beim Laden aufgefallen',
  'In the notebook': 'Im Notebook',
  'Compare with training data: drift needs a reference':
    'Mit Trainingsdaten vergleichen: Drift braucht eine Referenz',
  'The points selected on the map, as a DataFrame':
    'Die auf der Karte ausgewählten Punkte als DataFrame',
  'Select from code: the points light up here':
    'Vom Code aus auswählen: Die Punkte leuchten hier auf',
  'A map computed from code, as a DataFrame': 'Eine Karte, vom Code aus berechnet, als DataFrame',
  'The newest export, as a DataFrame': 'Der neueste Export als DataFrame',
  'This page under another cell': 'Diese Seite unter einer anderen Zelle',
  'No data yet': 'Noch keine Daten',
  'Data sets appear here as soon as a cell hands them over, traces as soon as an instrumented call ends.':
    'Datensätze erscheinen hier, sobald eine Zelle sie übergibt, Traces, sobald ein instrumentierter Aufruf endet.',
  'How to send traces': 'Wie man Traces schickt',
  'Load a DataFrame': 'Einen DataFrame laden',
  'Spans with an error': 'Spans mit Fehler',
  'Span latency, p95': 'Span-Latenz, p95',
  'Failed last': 'Zuletzt fehlgeschlagen',
  Slowest: 'Langsamste',
  'The spans that failed, as a DataFrame': 'Die fehlgeschlagenen Spans als DataFrame',
  'Data sets beside the traces: drift, quality and a map':
    'Datensätze neben den Traces: Drift, Qualität und eine Karte'
};
