import type { Catalogue } from '../app/messages.ts';

export const GERMAN_PARTS: Catalogue = {
  Copy: 'Kopieren',
  Copied: 'Kopiert',
  'Cannot copy: the browser does not allow it here':
    'Kopieren geht nicht: Der Browser lässt es hier nicht zu',
  'Insert into cell': 'In Zelle einfügen',
  Dismiss: 'Ausblenden',
  'Try again': 'Noch einmal versuchen',
  Close: 'Schließen',
  'Drag, or use the arrow keys; double-click or Home: as usual':
    'Ziehen oder Pfeiltasten; Doppelklick oder Pos1: wie üblich',
  'Loading {what}': '{what} wird geladen',
  'Loading {what} for {seconds} s': '{what} wird seit {seconds} s geladen'
};
