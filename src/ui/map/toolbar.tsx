import type { ReactNode } from 'react';
import { useTranslate } from '../app/locale-context.tsx';
import type { Tool } from '../cloud/gestures.ts';
import { MAP_MESSAGES } from './map-messages.ts';
import { MapButton } from './map-button.tsx';

const TOOLS = [
  { tool: 'move', keys: 'm', how: 'moveHow' },
  { tool: 'lasso', keys: 'l', how: 'lassoHow' },
  { tool: 'box', keys: 'b', how: 'boxHow' }
] as const;

/** What the pointer does, how many dimensions, what colors: labeled buttons, keys in their tooltips. */
export function Toolbar({
  tool,
  onTool,
  dimensions,
  onDimensions,
  children
}: {
  tool: Tool;
  onTool: (tool: Tool) => void;
  dimensions: 2 | 3;
  onDimensions: (dimensions: 2 | 3) => void;
  children: ReactNode;
}) {
  const t = useTranslate(MAP_MESSAGES);
  return (
    <div className="map-toolbar" role="toolbar" aria-label={t('tools')}>
      <div className="tool-group" role="group" aria-label={t('tools')}>
        {TOOLS.map(({ tool: name, keys, how }) => (
          <MapButton
            key={name}
            label={t(name)}
            icon={name}
            keys={keys}
            description={t(how)}
            isPressed={tool === name}
            onPress={() => onTool(name)}
          />
        ))}
      </div>
      <div className="tool-group tool-group-small" role="group" aria-label={t('dimensionsGroup')}>
        {([2, 3] as const).map(n => (
          <button
            key={n}
            type="button"
            className="button"
            aria-pressed={dimensions === n}
            title={`${t(n === 2 ? 'twoD' : 'threeD')} (${n})`}
            onClick={() => onDimensions(n)}
          >
            {t(n === 2 ? 'twoD' : 'threeD')}
          </button>
        ))}
      </div>
      {children}
    </div>
  );
}
