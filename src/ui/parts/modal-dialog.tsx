import type { ReactNode } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from './action-button.tsx';
import { PART_MESSAGES } from './part-messages.ts';

/** A dialog over the page; Esc, the button and a press outside close it. */
export function ModalDialog({
  title,
  isOpen,
  onClose,
  children,
  className = ''
}: {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  className?: string;
}) {
  const t = useTranslate(PART_MESSAGES);
  return (
    <ModalOverlay
      className="overlay"
      isOpen={isOpen}
      isDismissable
      onOpenChange={open => open || onClose()}
    >
      <Modal className={`modal ${className}`}>
        <Dialog className="dialog">
          <header className="dialog-head">
            <Heading slot="title">{title}</Heading>
            <ActionButton label={t('close')} icon="close" isIconOnly onPress={onClose} />
          </header>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
