import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import { KeyCaps } from '../parts/action-button.tsx';
import type { MapIconName } from './map-icon.tsx';
import { MapIcon } from './map-icon.tsx';

/** A button of the map with one of its icons; its key and what it does stand in the tooltip. */
export function MapButton({
  label,
  icon,
  keys,
  description,
  isIconOnly = false,
  isPressed,
  isDisabled = false,
  kind = 'plain',
  onPress,
  children
}: {
  label: string;
  icon: MapIconName;
  keys?: string;
  description?: string;
  isIconOnly?: boolean;
  isPressed?: boolean;
  isDisabled?: boolean;
  kind?: 'plain' | 'outline' | 'primary';
  onPress?: () => void;
  children?: ReactNode;
}) {
  return (
    <TooltipTrigger delay={400} closeDelay={80}>
      <Button
        className={`button button-${kind} map-button ${isIconOnly ? 'button-icon' : ''}`}
        isDisabled={isDisabled}
        aria-label={label}
        {...(isPressed !== undefined && { 'aria-pressed': isPressed })}
        {...(onPress && { onPress })}
      >
        <MapIcon name={icon} />
        {!isIconOnly && <span className="map-button-label">{label}</span>}
        {children}
      </Button>
      <Tooltip className="tooltip" offset={6}>
        {description ?? label}
        {keys !== undefined && <KeyCaps keys={keys} />}
      </Tooltip>
    </TooltipTrigger>
  );
}
