import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import { keyCaps } from '../app/keyboard.ts';
import { Icon, type IconName } from './icon.tsx';

/** Macs say ⌘ where others say Ctrl. */
export const IS_MAC =
  typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

export interface ActionButtonProps {
  label: string;
  icon?: IconName;
  /** The label is only spoken and shown as a tooltip. */
  isIconOnly?: boolean;
  /** The key that does the same, shown in the tooltip. */
  keys?: string;
  kind?: 'plain' | 'primary' | 'outline' | 'danger';
  isDisabled?: boolean;
  /** For buttons that stay down. */
  isPressed?: boolean;
  onPress?: () => void;
  children?: ReactNode;
  className?: string;
  /** A longer tooltip than the label. */
  description?: string;
}

/** Every button of the app: 24 px or more, its key in the tooltip. Also the trigger of menus and dialogs. */
export function ActionButton({
  label,
  icon,
  isIconOnly = false,
  keys,
  kind = 'plain',
  isDisabled = false,
  isPressed,
  onPress,
  children,
  className = '',
  description
}: ActionButtonProps) {
  const button = (
    <Button
      className={`button button-${kind} ${isIconOnly ? 'button-icon' : ''} ${className}`}
      isDisabled={isDisabled}
      {...(isIconOnly && { 'aria-label': label })}
      {...(isPressed !== undefined && { 'aria-pressed': isPressed })}
      {...(onPress && { onPress })}
    >
      {icon && <Icon name={icon} />}
      {!isIconOnly && <span>{label}</span>}
      {children}
    </Button>
  );
  if (!isIconOnly && keys === undefined && description === undefined) {
    return button;
  }
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      {button}
      <Tooltip className="tooltip" offset={6}>
        {description ?? label}
        {keys !== undefined && <KeyCaps keys={keys} />}
      </Tooltip>
    </TooltipTrigger>
  );
}

export function KeyCaps({ keys }: { keys: string }) {
  return (
    <span className="keycaps">
      {keyCaps(keys, IS_MAC).map((cap, i) => (
        <kbd key={i}>{cap}</kbd>
      ))}
    </span>
  );
}
