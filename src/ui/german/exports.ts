import type { Catalogue } from '../app/messages.ts';

export const GERMAN_EXPORTS: Catalogue = {
  exports: 'Exporte',
  Exports: 'Exporte',
  'What went from here to the notebook, newest first.':
    'Was von hier ins Notebook ging, das Neueste zuerst.',
  '{count} columns': {
    one: '{count} Spalte',
    other: '{count} Spalten'
  },
  newest: 'neuester',
  'Python for {name}': 'Python für {name}',
  Download: 'Herunterladen',
  Preparing: 'Wird vorbereitet',
  'Download {name}': '{name} herunterladen',
  Parquet: 'Parquet',
  CSV: 'CSV',
  Arrow: 'Arrow',
  Delete: 'Löschen',
  'Delete {name}': '{name} löschen',
  'Delete {name}?': '{name} löschen?',
  'The file and its place in session.exports go. DataFrames already read from it stay.':
    'Die Datei und ihr Platz in session.exports verschwinden. DataFrames, die daraus gelesen wurden, bleiben.',
  Keep: 'Behalten',
  'Deleted {name}': '{name} gelöscht',
  'Nothing exported yet': 'Noch nichts exportiert',
  'Select points on the map, or open its list of clusters, and press Export. The rows then wait here and in the notebook:':
    'Wähle Punkte auf der Karte aus oder öffne ihre Liste der Cluster und drücke Exportieren. Die Zeilen warten dann hier und im Notebook:',
  'Read the newest export': 'Den neuesten Export lesen',
  'Open map': 'Karte öffnen'
};
