import type { Catalogue } from '../app/messages.ts';

export const GERMAN_MAP: Catalogue = {
  Map: 'Karte',
  points: 'Punkte',
  'the map': 'die Karte',
  Tools: 'Werkzeuge',
  Move: 'Bewegen',
  'Drag to move, scroll to zoom, click a point to select it':
    'Ziehen bewegt, Scrollen zoomt, ein Klick auf einen Punkt wählt ihn aus',
  Lasso: 'Lasso',
  'Draw around points to select them; Shift adds, Alt takes away':
    'Um Punkte herum zeichnen, um sie auszuwählen; Umschalt nimmt dazu, Alt nimmt weg',
  Box: 'Rahmen',
  'Drag a box to select points; Shift adds, Alt takes away':
    'Einen Rahmen ziehen, um Punkte auszuwählen; Umschalt nimmt dazu, Alt nimmt weg',
  '2D': '2D',
  '3D': '3D',
  'Show all': 'Alles zeigen',
  'Show selection': 'Auswahl zeigen',
  'Color by': 'Färben nach',
  'Color: {what}': 'Farbe: {what}',
  'Find a column': 'Spalte suchen',
  '{count} more: type a part of the name': {
    one: '{count} weitere: Teil ihres Namens eintippen',
    other: '{count} weitere: Teil des Namens eintippen'
  },
  'No column contains “{text}”': 'Keine Spalte enthält „{text}“',
  'Of the map': 'Von der Karte',
  'data set': 'Datensatz',
  cluster: 'Cluster',
  correctness: 'Richtigkeit',
  Display: 'Darstellung',
  Size: 'Größe',
  Opacity: 'Deckkraft',
  '{what} of {name}': '{what} von {name}',
  Contours: 'Konturen',
  'Names of clusters': 'Namen der Cluster',
  'Save picture': 'Bild speichern',
  Reset: 'Zurücksetzen',
  'Legend: {what}': 'Legende: {what}',
  'Show {label}': '{label} zeigen',
  All: 'Alle',
  only: 'nur',
  'Only {label}': 'Nur {label}',
  'Click shows or dims it, Alt + click leaves only this':
    'Ein Klick zeigt oder dimmt es, Alt + Klick lässt nur dies',
  'containing “{find}”': 'mit „{find}“',
  'Find points': 'Punkte suchen',
  '{count} points contain “{find}”': {
    one: '{count} Punkt enthält „{find}“',
    other: '{count} Punkte enthalten „{find}“'
  },
  'No point contains “{find}”': 'Kein Punkt enthält „{find}“',
  Select: 'Auswählen',
  Show: 'Zeigen',
  'Clear the search': 'Suche löschen',
  '{count} groups off': {
    one: '{count} Gruppe aus',
    other: '{count} Gruppen aus'
  },
  'Light all {total} points again': 'Alle {total} Punkte wieder leuchten lassen',
  '{name} hidden': '{name} verborgen',
  'Bring back its points': 'Seine Punkte zurückholen',
  'in no cluster': 'in keinem Cluster',
  'other clusters': 'andere Cluster',
  'Fold legend': 'Legende zuklappen',
  'Unfold legend': 'Legende aufklappen',
  'Map of embedding {name}, {drawn} of {total} points drawn, {selected} selected. Arrow keys go from cluster to cluster, Enter shows the rows of a cluster.':
    'Karte des Embeddings {name}, {drawn} von {total} Punkten gezeichnet, {selected} ausgewählt. Pfeiltasten gehen von Cluster zu Cluster, die Eingabetaste zeigt die Zeilen eines Clusters.',
  'Cluster {name}, {count} points': 'Cluster {name}, {count} Punkte',
  '{key} + scroll to zoom, or click the map first':
    '{key} + Scrollen zoomt, oder zuerst auf die Karte klicken',
  '{drawn} of {count} drawn while moving':
    '{drawn} von {count} gezeichnet, solange sie sich bewegt',
  '{count} of {total} points': '{count} von {total} Punkten',
  'up to {samples} per data set': 'bis zu {samples} je Datensatz',
  'seed {seed}': 'Startwert {seed}',
  'no seed': 'kein Startwert',
  '{time}': '{time}',
  '{count} outside the window': {
    one: '{count} außerhalb des Fensters',
    other: '{count} außerhalb des Fensters'
  },
  '{count} hidden': '{count} verborgen',
  '{count} dimmed': '{count} gedimmt',
  change: 'ändern',
  'layout seed {seed}, {time}': 'Anordnung mit Startwert {seed}, {time}',
  'layout {time}': 'Anordnung {time}',
  'Numbers of this map': 'Zahlen dieser Karte',
  Clusters: 'Cluster',
  Point: 'Punkt',
  Compare: 'Vergleichen',
  Settings: 'Optionen',
  Inspector: 'Inspektor',
  Sort: 'Sortieren',
  highest: 'höchste',
  lowest: 'niedrigste',
  largest: 'größte',
  smallest: 'kleinste',
  'by name': 'nach Name',
  'What is measured in each cluster': 'Was in jedem Cluster gemessen wird',
  'How they are shared': 'Wie sie sich verteilen',
  Queries: 'Anfragen',
  '{count} points': {
    one: '{count} Punkt',
    other: '{count} Punkte'
  },
  '{primary} {primaryShare}, {other} {otherShare}':
    '{primary} {primaryShare}, {other} {otherShare}',
  drift: 'Drift',
  '(primary − reference) / (primary + reference): +1 only primary, −1 only reference':
    '(primär − Referenz) / (primär + Referenz): +1 nur primär, −1 nur Referenz',
  '(primary − corpus) / (primary + corpus): +1 only queries, −1 only documents':
    '(primär − Korpus) / (primär + Korpus): +1 nur Anfragen, −1 nur Dokumente',
  'Rename cluster {name}': 'Cluster {name} umbenennen',
  'Empty gives the automatic name back': 'Leer gibt den automatischen Namen zurück',
  'Cluster is now {name}': 'Der Cluster heißt jetzt {name}',
  'Select {name}': '{name} auswählen',
  'Select its points; Shift adds': 'Seine Punkte auswählen; Umschalt nimmt dazu',
  'Rows of {name}': 'Zeilen von {name}',
  'Export clusters': 'Cluster exportieren',
  'No clusters': 'Keine Cluster',
  'No group of {size} or more points stands out. Fewer points per cluster find smaller groups.':
    'Keine Gruppe von {size} oder mehr Punkten hebt sich ab. Weniger Punkte je Cluster finden kleinere Gruppen.',
  '{count} points in no cluster': {
    one: '{count} Punkt in keinem Cluster',
    other: '{count} Punkte in keinem Cluster'
  },
  'Open settings': 'Optionen öffnen',
  'No point chosen': 'Kein Punkt gewählt',
  'Click a point to see its row, its nearest neighbors and what it retrieved.':
    'Klicke auf einen Punkt, um seine Zeile, seine nächsten Nachbarn und was er gefunden hat zu sehen.',
  'Show on the map': 'Auf der Karte zeigen',
  'Like this ({count})': 'Ähnliche ({count})',
  'Like this': 'Ähnliche',
  'Nearest neighbors in the space of the vectors, not of the picture':
    'Nächste Nachbarn im Raum der Vektoren, nicht des Bildes',
  'Nearest neighbors': 'Nächste Nachbarn',
  neighbors: 'Nachbarn',
  'Select these {count}': 'Diese {count} auswählen',
  'Retrieved documents': 'Gefundene Dokumente',
  'Retrieved by': 'Gefunden von',
  'retrieved documents': 'gefundene Dokumente',
  relevance: 'Relevanz',
  'Close point': 'Punkt schließen',
  predicted: 'vorhergesagt',
  right: 'richtig',
  wrong: 'falsch',
  'Picture of {id}': 'Bild von {id}',
  'The picture could not be read': 'Das Bild ließ sich nicht lesen',
  'Keep as {set}': 'Als {set} behalten',
  'Keep the selection to compare: A, then B': 'Die Auswahl zum Vergleichen behalten: A, dann B',
  'Keep these rows as {set}, to compare two selections':
    'Diese Zeilen als {set} behalten, um zwei Auswahlen zu vergleichen',
  'Keep the selection as {set}': 'Die Auswahl als {set} behalten',
  '{set} is now {name}': '{set} ist jetzt {name}',
  'Let go of {set}': '{set} loslassen',
  'Swap A and B': 'A und B tauschen',
  'Show {name} on the map': '{name} auf der Karte zeigen',
  'Nothing to compare yet': 'Noch nichts zu vergleichen',
  'Select points and keep them as A, then others as B: counts, overlap and the columns that differ most appear here.':
    'Wähle Punkte aus und behalte sie als A, dann andere als B: Anzahlen, Überschneidung und die Spalten, die sich am meisten unterscheiden, erscheinen hier.',
  'Now select other points and keep them as B.':
    'Wähle jetzt andere Punkte aus und behalte sie als B.',
  'Select points first': 'Zuerst Punkte auswählen',
  'Rows in A, in both, in B': 'Zeilen in A, in beiden, in B',
  '{a} only in A, {both} in both, {b} only in B': '{a} nur in A, {both} in beiden, {b} nur in B',
  'only A': 'nur A',
  both: 'beide',
  'only B': 'nur B',
  'Columns that differ most': 'Spalten, die sich am meisten unterscheiden',
  'No column can be compared': 'Keine Spalte lässt sich vergleichen',
  'Color the map by {name}': 'Die Karte nach {name} färben',
  'mean {value}': 'Mittel {value}',
  '{category} {share}': '{category} {share}',
  lasso: 'Lasso',
  box: 'Rahmen',
  'one point': 'ein Punkt',
  'cluster “{name}”': 'Cluster „{name}“',
  'like one point': 'ähnlich einem Punkt',
  'retrieved together': 'zusammen gefunden',
  'from the notebook': 'aus dem Notebook',
  'what was shown': 'was zu sehen war',
  'select these': 'diese auswählen',
  'Select the points that are left': 'Die übrigen Punkte auswählen',
  'an earlier selection': 'eine frühere Auswahl',
  '{origin}, {range}': '{origin}, {range}',
  '{before} + {origin}': '{before} + {origin}',
  '{before} − {origin}': '{before} − {origin}',
  'Nothing selected': 'Nichts ausgewählt',
  'Click a point, draw a lasso (l) or a box (b), or take a cluster.':
    'Klicke auf einen Punkt, ziehe ein Lasso (l) oder einen Rahmen (b), oder nimm einen Cluster.',
  '{count} of them not on this map': {
    one: '{count} davon nicht auf dieser Karte',
    other: '{count} davon nicht auf dieser Karte'
  },
  '{count} rows selected': {
    one: '{count} Zeile ausgewählt',
    other: '{count} Zeilen ausgewählt'
  },
  Undo: 'Rückgängig',
  Redo: 'Wiederholen',
  Clear: 'Leeren',
  'Clear the selection': 'Auswahl aufheben',
  'To notebook': 'Ins Notebook',
  'Fold rows': 'Zeilen zuklappen',
  'Unfold rows': 'Zeilen aufklappen',
  Taller: 'Höher',
  Shorter: 'Niedriger',
  'Rows of cluster “{name}”': 'Zeilen des Clusters „{name}“',
  'Back to selection': 'Zurück zur Auswahl',
  Selection: 'Auswahl',
  'To the notebook': 'Ins Notebook',
  What: 'Was',
  'The {count} selected rows': {
    one: 'Die ausgewählte Zeile',
    other: 'Die {count} ausgewählten Zeilen'
  },
  'All {count} clusters, each row with the name of its cluster': {
    one: 'Der Cluster',
    other: 'Alle {count} Cluster, jede Zeile mit dem Namen ihres Clusters'
  },
  '{count} documents of the corpus stay here: exports hold primary and reference rows': {
    one: '{count} Dokument des Korpus bleibt hier: Exporte enthalten primäre und Referenzzeilen',
    other: '{count} Dokumente des Korpus bleiben hier: Exporte enthalten primäre und Referenzzeilen'
  },
  'Empty takes the time': 'Leer nimmt die Uhrzeit',
  Export: 'Exportieren',
  Cancel: 'Abbrechen',
  '{count} rows went to the notebook': {
    one: '{count} Zeile ging ins Notebook',
    other: '{count} Zeilen gingen ins Notebook'
  },
  'The same rows from the notebook': 'Dieselben Zeilen vom Notebook aus',
  Layout: 'Anordnung',
  Samples: 'Stichprobe',
  'Rows drawn from each data set': 'Gezogene Zeilen je Datensatz',
  Neighbors: 'Nachbarn',
  'Few show fine groups, many the large shape': 'Wenige zeigen feine Gruppen, viele die große Form',
  'Minimum distance': 'Mindestabstand',
  '0 packs groups tightly': '0 packt Gruppen dicht',
  Distance: 'Distanz',
  'How vectors are compared': 'Wie Vektoren verglichen werden',
  Euclidean: 'Euklidisch',
  Cosine: 'Kosinus',
  Seed: 'Startwert',
  'A number makes the same map each time': 'Eine Zahl macht jedes Mal dieselbe Karte',
  random: 'zufällig',
  'Smallest cluster': 'Kleinster Cluster',
  'Points a group needs': 'Punkte, die eine Gruppe braucht',
  'Minimum samples': 'Mindeststichprobe',
  'Higher leaves more points outside': 'Mehr lässt mehr Punkte draußen',
  'Merge distance': 'Abstand zum Verschmelzen',
  'Groups nearer than this become one': 'Gruppen, die näher liegen, werden eine',
  'A number is needed': 'Eine Zahl wird gebraucht',
  'This is not a number': 'Das ist keine Zahl',
  'Whole numbers only': 'Nur ganze Zahlen',
  'At least {min}': 'Mindestens {min}',
  'At most {max}': 'Höchstens {max}',
  Apply: 'Anwenden',
  'Make this map': 'Diese Karte machen',
  'Find clusters again': 'Cluster neu suchen',
  Working: 'In Arbeit',
  '{count} clusters found': {
    one: '{count} Cluster gefunden',
    other: '{count} Cluster gefunden'
  },
  'Making the map': 'Karte wird gemacht',
  waiting: 'wartet',
  'taking a sample': 'zieht eine Stichprobe',
  'finding neighbors': 'sucht Nachbarn',
  arranging: 'ordnet an',
  'finding clusters': 'sucht Cluster',
  'naming clusters': 'benennt Cluster',
  '{stage}: {done} of {total}': '{stage}: {done} von {total}',
  'about {time} left': 'noch etwa {time}',
  'Map: {stage}': 'Karte: {stage}',
  'Map ready, {count} clusters': {
    one: 'Karte fertig, {count} Cluster',
    other: 'Karte fertig, {count} Cluster'
  },
  'The map was cancelled': 'Die Karte wurde abgebrochen',
  'Make the map': 'Karte machen',
  'The old map stays.': 'Die alte Karte bleibt.',
  'No embeddings yet': 'Noch keine Embeddings',
  'A map needs a column of vectors. Name it in the schema, and the map appears by itself.':
    'Eine Karte braucht eine Spalte mit Vektoren. Nenne sie im Schema, und die Karte erscheint von selbst.',
  'Name a vector column': 'Eine Vektorspalte nennen',
  'No usable vectors in “{name}”': 'Keine brauchbaren Vektoren in „{name}“',
  'Every vector of this embedding is missing or has a value that is not a number.':
    'Jeder Vektor dieses Embeddings fehlt oder hat einen Wert, der keine Zahl ist.',
  'There is no embedding “{name}”': 'Es gibt kein Embedding „{name}“',
  'The data was replaced. These can be shown:':
    'Die Daten wurden ersetzt. Diese lassen sich zeigen:',
  'Only {count} points: a table says more than a cloud': {
    one: 'Nur {count} Punkt: Eine Tabelle sagt mehr als eine Wolke',
    other: 'Nur {count} Punkte: Eine Tabelle sagt mehr als eine Wolke'
  },
  'Choose spans to map, in Traces': 'Unter Traces Spans für die Karte wählen',
  'Code that records a vector': 'Code, der einen Vektor aufzeichnet',
  'Every vector that one of these spans carries becomes a point: queries, documents and whatever else was embedded. A point leads back to its trace.':
    'Jeder Vektor, den einer dieser Spans trägt, wird ein Punkt: Anfragen, Dokumente und was sonst eingebettet wurde. Ein Punkt führt zu seinem Trace zurück.',
  'Go to the traces': 'Zu den Traces',
  'Instrumentors of embedding models record them. In code of your own, set them on the span that embeds:':
    'Instrumentierungen von Embedding-Modellen zeichnen sie auf. In eigenem Code setze sie auf den Span, der einbettet:',
  'Map again': 'Karte neu machen',
  'Map these spans': 'Karte dieser Spans',
  'Not now': 'Jetzt nicht',
  'Open the trace': 'Den Trace öffnen',
  'Reading the vectors of spans': 'Die Vektoren der Spans werden gelesen',
  'The map shows {names} now. Spans take that place; launch_app(…) in the notebook brings the data back. Exports stay.':
    'Die Karte zeigt jetzt {names}. Spans nehmen diesen Platz ein; launch_app(…) im Notebook bringt die Daten zurück. Exporte bleiben.',
  'These spans carry no vectors': 'Diese Spans tragen keine Vektoren',
  'The map is full: the {count} oldest spans were not read.': {
    one: 'Die Karte ist voll: Der älteste Span wurde nicht gelesen.',
    other: 'Die Karte ist voll: Die {count} ältesten Spans wurden nicht gelesen.'
  },
  '{count} spans came since.': {
    one: 'Seither kam {count} Span.',
    other: 'Seither kamen {count} Spans.'
  },
  '{count} spans have gone since.': {
    one: 'Seither ging {count} Span.',
    other: 'Seither gingen {count} Spans.'
  },
  '{read} of {total} spans read, {vectors} vectors':
    '{read} von {total} Spans gelesen, {vectors} Vektoren',
  '{vectors} vectors of {spans} spans, read at {time}.':
    '{vectors} Vektoren von {spans} Spans, gelesen um {time}.'
};
