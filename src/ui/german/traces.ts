import type { Catalogue } from '../app/messages.ts';

export const GERMAN_TRACES: Catalogue = {
  spans: 'Spans',
  'What is listed': 'Was aufgelistet wird',
  Spans: 'Spans',
  Sessions: 'Sitzungen',
  Project: 'Projekt',
  'All projects': 'Alle Projekte',
  'Filter spans': 'Spans filtern',
  "span_kind == 'LLM' and latency_ms > 1000": "span_kind == 'LLM' and latency_ms > 1000",
  'Enter applies, Tab completes': 'Eingabe wendet an, Tab ergänzt',
  Completions: 'Ergänzungen',
  'Filters used before': 'Früher benutzte Filter',
  'Use {name}': '{name} nehmen',
  'Clear the filter': 'Filter löschen',
  'Enter applies this filter': 'Eingabe wendet diesen Filter an',
  '{shown} of {total} spans · {time}': '{shown} von {total} Spans · {time}',
  'Numbers of these spans': 'Zahlen dieser Spans',
  Errors: 'Fehler',
  Tokens: 'Tokens',
  Cost: 'Kosten',
  p50: 'p50',
  p95: 'p95',
  'Latencies: arrows choose a bar, Shift with arrows more of them, Enter narrows to them':
    'Latenzen: Pfeile wählen einen Balken, Umschalt mit Pfeilen mehrere, Eingabe grenzt darauf ein',
  '{from} to {to}: {count} spans, {errors} with an error. Show only these':
    '{from} bis {to}: {count} Spans, {errors} mit Fehler. Nur diese zeigen',
  'Sort by': 'Sortiert nach',
  'Largest first': 'Größtes zuerst',
  'Smallest first': 'Kleinstes zuerst',
  Input: 'Eingabe',
  Output: 'Ausgabe',
  Latency: 'Latenz',
  Start: 'Beginn',
  running: 'läuft',
  error: 'Fehler',
  '{count} new spans': {
    one: '{count} neuer Span',
    other: '{count} neue Spans'
  },
  'No spans yet': 'Noch keine Spans',
  'Run this in the notebook: calls of language models show here as they end.':
    'Führe dies im Notebook aus: Aufrufe von Sprachmodellen erscheinen hier, sobald sie enden.',
  'Code that sends spans of this kernel': 'Code, der Spans dieses Kernels schickt',
  'Any OpenTelemetry exporter over HTTP can send here too:':
    'Jeder OpenTelemetry-Exporter über HTTP kann auch hierher schicken:',
  'Code for an OpenTelemetry exporter': 'Code für einen OpenTelemetry-Exporter',
  'No span matches': 'Kein Span passt',
  'None of {total} spans meets all conditions.':
    'Keiner von {total} Spans erfüllt alle Bedingungen.',
  Without: 'Ohne',
  'there would be {count}.': 'wären es {count}.',
  'Remove {what}': '{what} entfernen',
  'No conversations yet': 'Noch keine Gespräche',
  'Traces that carry a session.id show here, one line for each conversation.':
    'Traces mit einer session.id erscheinen hier, eine Zeile für jedes Gespräch.',
  'project {name}': 'Projekt {name}',
  'the chosen times': 'die gewählten Zeiten',
  'Remove this condition': 'Diese Bedingung entfernen',
  'Without it: {count} spans': {
    one: 'Ohne sie: {count} Span',
    other: 'Ohne sie: {count} Spans'
  },
  'Without it: {count} traces': {
    one: 'Ohne sie: {count} Trace',
    other: 'Ohne sie: {count} Traces'
  },
  Session: 'Sitzung',
  User: 'Person',
  Prompt: 'Prompt',
  Completion: 'Antwort',
  Documents: 'Dokumente',
  Model: 'Modell',
  Status: 'Status',
  'Trace id': 'Trace-Id',
  'Span id': 'Span-Id',
  End: 'Ende',
  'Move {column} forward': '{column} nach vorn',
  'Move {column} back': '{column} nach hinten',
  'Usual columns and widths': 'Übliche Spalten und Breiten',
  'Width of {column}': 'Breite von {column}',
  'Drag to resize, double-click for the usual width':
    'Ziehen ändert die Breite, ein Doppelklick stellt die übliche her',
  'Select everything that is listed': 'Alles Aufgelistete auswählen',
  'What is selected': 'Was ausgewählt ist',
  '{count} traces selected': {
    one: '{count} Trace ausgewählt',
    other: '{count} Traces ausgewählt'
  },
  '{count} spans selected': {
    one: '{count} Span ausgewählt',
    other: '{count} Spans ausgewählt'
  },
  '{count} sessions selected': {
    one: '{count} Sitzung ausgewählt',
    other: '{count} Sitzungen ausgewählt'
  },
  'Everything listed is selected': 'Alles Aufgelistete ist ausgewählt',
  '{spans} spans': {
    one: '{spans} Span',
    other: '{spans} Spans'
  },
  'Select all {count} that match': 'Alle {count} auswählen, die passen',
  'Exporting…': 'Wird exportiert …',
  '{count} spans went to the notebook': {
    one: '{count} Span ging ins Notebook',
    other: '{count} Spans gingen ins Notebook'
  },
  'Preparing…': 'Wird vorbereitet …',
  'Copy ids': 'Ids kopieren',
  'Delete traces': 'Traces löschen',
  'Counting what would go…': 'Es wird gezählt, was verschwände …',
  '{count} traces with {spans} spans will be deleted.': {
    one: '{count} Trace mit {spans} Spans wird gelöscht.',
    other: '{count} Traces mit {spans} Spans werden gelöscht.'
  },
  'Whole traces go, also where only some of their spans are selected. This cannot be undone.':
    'Ganze Traces verschwinden, auch wo nur einige ihrer Spans ausgewählt sind. Das lässt sich nicht rückgängig machen.',
  'Deleting…': 'Wird gelöscht …',
  'Keep them': 'Behalten',
  '{count} traces were deleted': {
    one: '{count} Trace wurde gelöscht',
    other: '{count} Traces wurden gelöscht'
  },
  'Next line': 'Nächste Zeile',
  'Previous line': 'Vorige Zeile',
  Open: 'Öffnen',
  'Select or unselect': 'Auswählen oder abwählen',
  'Extend the selection down': 'Auswahl nach unten erweitern',
  'Extend the selection up': 'Auswahl nach oben erweitern',
  'Clear the selection, then the filter': 'Erst die Auswahl, dann den Filter aufheben',
  'Latency from {from} to {to}: {spans} spans, {errors} with an error':
    'Latenz von {from} bis {to}: {spans} Spans, {errors} mit Fehler',
  'Show the spans of this trace': 'Die Spans dieses Trace zeigen',
  'None of {total} spans meets the filter.': 'Keiner von {total} Spans passt zum Filter.',
  'Loading more': 'Weitere werden geladen',
  'Any OpenTelemetry exporter, before the program starts:':
    'Jeder OpenTelemetry-Exporter, bevor das Programm startet:',
  'Calls of language models show here as they end. What do you use?':
    'Aufrufe von Sprachmodellen erscheinen hier, sobald sie enden. Was benutzt du?',
  'Code that sends spans': 'Code, der Spans schickt',
  'Delete the project {name}': 'Das Projekt {name} löschen',
  Environment: 'Umgebung',
  JavaScript: 'JavaScript',
  LangChain: 'LangChain',
  LlamaIndex: 'LlamaIndex',
  OpenAI: 'OpenAI',
  OpenTelemetry: 'OpenTelemetry',
  'Nothing is deleted by itself unless PHOENIX_KEEP_DAYS or PHOENIX_KEEP_MB was set. What is deleted here is gone for good.':
    'Von selbst wird nur gelöscht, wenn PHOENIX_KEEP_DAYS oder PHOENIX_KEEP_MB gesetzt war. Was hier gelöscht wird, ist endgültig weg.',
  'Once, what it needs:': 'Einmal, was es braucht:',
  'Packages to install': 'Pakete zum Installieren',
  'Really delete': 'Wirklich löschen',
  'Spans are only taken with the token of this session, which px.register() knows.':
    'Spans werden nur mit dem Token dieser Sitzung angenommen, den px.register() kennt.',
  'The oldest, until so many MB are left': 'Die ältesten, bis so viele MB übrig sind',
  'Then:': 'Dann:',
  'Traces older than, in days': 'Traces, älter als so viele Tage',
  'Ways to send spans': 'Wege, Spans zu schicken',
  '{gone} of {total} traces are gone': '{gone} von {total} Traces sind gelöscht',
  Stop: 'Anhalten',
  'What is gone stays gone; the others stay':
    'Was gelöscht ist, bleibt gelöscht; die anderen bleiben',
  'What is kept': 'Was behalten wird',
  'What models cost is overridden by prices.json in the working folder.':
    'Was Modelle kosten, überschreibt prices.json im Arbeitsordner.',
  '{traces} traces, {spans} spans': '{traces} Traces, {spans} Spans'
};
