import './trace-split.css';
import { type ReactNode, Suspense, useState } from 'react';
import { useTranslate } from '../app/locale-context.tsx';
import { useViewState } from '../app/view-state-context.tsx';
import { lazyPart } from '../parts/lazy-part.ts';
import { Loading } from '../parts/states.tsx';
import { TRACE_MESSAGES } from './trace-messages.ts';
import { traceViewPart } from './trace-view-part.ts';

const TraceView = lazyPart(traceViewPart);

/** The list, and the trace that is open: beside it where there is room, else over it. The list stays as it is, with its scroll. */
export function TraceSplit({ children }: { children: ReactNode }) {
  const t = useTranslate(TRACE_MESSAGES);
  const traceId = useViewState('trace');
  const [isWide, setWide] = useState(false);
  return (
    <div className="trace-split">
      <div className={traceId === undefined ? 'trace-split-list' : 'trace-split-list is-beside'}>
        {children}
      </div>
      {traceId !== undefined && (
        <Suspense fallback={<Loading what={t('trace')} rows={6} />}>
          <TraceView key={traceId} traceId={traceId} isWide={isWide} onWiden={setWide} />
        </Suspense>
      )}
    </div>
  );
}
