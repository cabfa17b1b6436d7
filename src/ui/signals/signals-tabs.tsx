import './signals-tabs.css';
import type { ReactNode } from 'react';
import { useTranslate } from '../app/locale-context.tsx';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';

const MESSAGES = {
  pages: 'Pages of Signals',
  all: 'All signals',
  performance: 'Performance'
} as const;

/** The pages of *Signals*: every column, or the model as a whole. `children` stand at the end of the line. */
export function SignalsTabs({ children }: { children?: ReactNode }) {
  const t = useTranslate(MESSAGES);
  const here = useViewState('page');
  const { hrefOf } = useNavigation();
  return (
    <div className="signals-tabs">
      <nav aria-label={t('pages')}>
        <a href={hrefOf({ place: 'signals' })} aria-current={here ? undefined : 'page'}>
          {t('all')}
        </a>
        <a
          href={hrefOf({ place: 'signals', page: 'performance' })}
          aria-current={here === 'performance' ? 'page' : undefined}
        >
          {t('performance')}
        </a>
      </nav>
      {children}
    </div>
  );
}
