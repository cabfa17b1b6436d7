import type { Catalogue } from '../app/messages.ts';

export const GERMAN_SHELL: Catalogue = {
  Phoenix: 'Phoenix',
  Home: 'Übersicht',
  Signals: 'Signale',
  Traces: 'Traces',
  Places: 'Orte',
  'Skip to the content': 'Zum Inhalt springen',
  'Go anywhere': 'Überall hingehen',
  'Places, embeddings, columns, data sets, actions':
    'Orte, Embeddings, Spalten, Datensätze, Aktionen',
  'Nothing is called like that': 'Nichts heißt so',
  'Map of {name}': 'Karte von {name}',
  'Signals of {name}': 'Signale von {name}',
  More: 'Mehr',
  'Open in the main area': 'Im Hauptbereich öffnen',
  'Open in a browser tab': 'In einem Browser-Tab öffnen',
  'Keyboard keys': 'Tasten',
  'Keys valid here': 'Hier gültige Tasten',
  'Single keys are on': 'Einzelne Tasten sind an',
  Anywhere: 'Überall',
  'Dark theme': 'Dunkles Design',
  'Light theme': 'Helles Design',
  'Theme of the system': 'Design des Systems',
  'Copy link to this view': 'Verweis auf diese Ansicht kopieren',
  'Data sets that are loaded': 'Geladene Datensätze',
  Scope: 'Ausschnitt',
  'Everything loaded': 'Alles Geladene',
  'Nothing loaded yet': 'Noch nichts geladen',
  '{shown} of {total} points': '{shown} von {total} Punkten',
  '{shown} of {total} rows': '{shown} von {total} Zeilen',
  '{shown} of {total} traces': '{shown} von {total} Traces',
  '{shown} of {total} spans': '{shown} von {total} Spans',
  '{count} spans': {
    one: '{count} Span',
    other: '{count} Spans'
  },
  '{count} traces': {
    one: '{count} Trace',
    other: '{count} Traces'
  },
  '{traces} of the project {project}': '{traces} des Projekts {project}',
  '{traces} in {projects} projects': '{traces} in {projects} Projekten',
  'No traces yet': 'Noch keine Traces',
  '{count} points selected': {
    one: '{count} Punkt ausgewählt',
    other: '{count} Punkte ausgewählt'
  },
  'Clear the selection: back to all {total} rows':
    'Auswahl aufheben: zurück zu allen {total} Zeilen',
  'Remove: {what}': 'Entfernen: {what}',
  '{range}': '{range}',
  Connecting: 'Verbinde',
  Connected: 'Verbunden',
  'Not connected': 'Nicht verbunden',
  Closed: 'Geschlossen',
  'last update {time}': 'zuletzt aktualisiert {time}',
  '{bytes} in memory': '{bytes} im Speicher',
  'The session does not answer since {time}. Trying again in {seconds} s':
    'Die Sitzung antwortet seit {time} nicht. Neuer Versuch in {seconds} s',
  'The session does not answer since {time}. Trying again':
    'Die Sitzung antwortet seit {time} nicht. Neuer Versuch',
  'This page is no longer signed in. Open the address that session.url gives now':
    'Diese Seite ist nicht mehr angemeldet. Öffne die Adresse, die session.url jetzt nennt',
  'The session was closed at {time}: {reason}': 'Die Sitzung wurde um {time} geschlossen: {reason}',
  'Try again now': 'Jetzt noch einmal versuchen',
  'Copy restart cell': 'Zelle zum Neustart kopieren',
  'Connected again': 'Wieder verbunden',
  'This part of the page broke': 'Dieser Teil der Seite ist kaputt',
  'Your data and your selection are safe on the server':
    'Deine Daten und deine Auswahl sind auf dem Server sicher',
  'Show it again': 'Noch einmal zeigen',
  'Copy details': 'Einzelheiten kopieren',
  session: 'Sitzung'
};
