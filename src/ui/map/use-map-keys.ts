import { useKeys } from '../app/keyboard-context.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import type { Tool } from '../cloud/gestures.ts';
import { MAP_MESSAGES } from './map-messages.ts';

export interface MapKeys {
  setTool: (tool: Tool) => void;
  setDimensions: (dimensions: 2 | 3) => void;
  fitSelection: () => void;
  fitAll: () => void;
  chooseColor: () => void;
  showNeighbors: () => void;
  exportSelection: () => void;
  copyPython: () => void;
  undo: () => void;
  redo: () => void;
  keepForComparison: () => void;
  stepOut: () => void;
}

/** The keys of the map (every one is also a button). */
export function useMapKeys(keys: MapKeys): void {
  const t = useTranslate(MAP_MESSAGES);
  const group = t('map');
  useKeys([
    { keys: 'm', label: t('move'), group, run: () => keys.setTool('move') },
    { keys: 'l', label: t('lasso'), group, run: () => keys.setTool('lasso') },
    { keys: 'b', label: t('box'), group, run: () => keys.setTool('box') },
    { keys: '2', label: t('twoD'), group, run: () => keys.setDimensions(2) },
    { keys: '3', label: t('threeD'), group, run: () => keys.setDimensions(3) },
    { keys: 'f', label: t('fitSelection'), group, run: keys.fitSelection },
    { keys: '0', label: t('fitAll'), group, run: keys.fitAll },
    { keys: 'c', label: t('colorBy'), group, run: keys.chooseColor },
    { keys: 'n', label: t('neighbors'), group, run: keys.showNeighbors },
    { keys: 'x', label: t('toNotebook'), group, run: keys.exportSelection },
    { keys: 'y', label: t('copyPython'), group, run: keys.copyPython },
    { keys: '=', label: t('keepNextKey'), group, run: keys.keepForComparison },
    { keys: 'u', label: t('undo'), group, run: keys.undo },
    { keys: 'Shift+u', label: t('redo'), group, run: keys.redo },
    { keys: 'Escape', label: t('clear'), group, run: keys.stepOut }
  ]);
}
