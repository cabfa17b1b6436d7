import { type KeyboardEvent, type ReactNode, useId } from 'react';
import { useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { SPAN_MESSAGES } from './span-messages.ts';
import { useFormatted } from './use-formatted.ts';

export interface SpanTab {
  id: string;
  label: string;
  count?: number;
  isBad?: boolean;
}

/** The tabs of a span; arrows go from one to the next. */
export function SpanTabs({
  tabs,
  shown,
  onShow,
  children
}: {
  tabs: readonly SpanTab[];
  shown: string | undefined;
  onShow: (id: string) => void;
  children: ReactNode;
}) {
  const t = useTranslate(SPAN_MESSAGES);
  const id = useId();
  const [isFormatted, setFormatted] = useFormatted();
  const at = tabs.findIndex(tab => tab.id === shown);
  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = step === undefined ? undefined : tabs[(at + step + tabs.length) % tabs.length];
    if (next) {
      event.preventDefault();
      onShow(next.id);
      event.currentTarget.querySelector<HTMLElement>(`[data-tab='${next.id}']`)?.focus();
    }
  };
  return (
    <>
      <div className="span-tab-line">
        <div className="span-tabs" role="tablist" aria-label={t('tabs')} onKeyDown={press}>
          {tabs.map(tab => (
            <button
              key={tab.id}
              id={`${id}-${tab.id}`}
              type="button"
              role="tab"
              data-tab={tab.id}
              aria-selected={tab.id === shown}
              aria-controls={`${id}-panel`}
              tabIndex={tab.id === shown ? 0 : -1}
              onClick={() => onShow(tab.id)}
            >
              {tab.label}
              {tab.count !== undefined && tab.count > 0 && (
                <span className={tab.isBad ? 'tab-count bad' : 'tab-count'}>{tab.count}</span>
              )}
            </button>
          ))}
        </div>
        <ActionButton
          label={t(isFormatted ? 'asText' : 'asMarkdown')}
          icon={isFormatted ? 'code' : 'rows'}
          isIconOnly
          onPress={() => setFormatted(!isFormatted)}
        />
      </div>
      <div
        id={`${id}-panel`}
        className="span-tab-body"
        role="tabpanel"
        aria-labelledby={`${id}-${shown ?? ''}`}
        tabIndex={0}
        onKeyDown={event => {
          // Arrows scroll what is read; they are not meant for the list beside it.
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.stopPropagation();
          }
        }}
      >
        {children}
      </div>
    </>
  );
}
