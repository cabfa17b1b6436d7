import './trace-split.css';
import { type CSSProperties, type ReactNode, Suspense, useState } from 'react';
import { useTranslate } from '../app/locale-context.tsx';
import { useViewState } from '../app/view-state-context.tsx';
import { lazyPart } from '../parts/lazy-part.ts';
import { readShare, Splitter } from '../parts/splitter.tsx';
import { Loading } from '../parts/states.tsx';
import { useKept } from '../parts/use-kept.ts';
import { TRACE_MESSAGES } from './trace-messages.ts';
import { traceViewPart } from './trace-view-part.ts';

const TraceView = lazyPart(traceViewPart);

const USUAL_LIST = 0.3;

/** The list, and the trace that is open: beside it where there is room, else over it. The list stays as it is, with its scroll. */
export function TraceSplit({ children }: { children: ReactNode }) {
  const t = useTranslate(TRACE_MESSAGES);
  const traceId = useViewState('trace');
  const [isWide, setWide] = useState(false);
  const [kept, setKept] = useKept('phoenix.split.list', readShare);
  const share = kept ?? USUAL_LIST;
  return (
    <div
      className={isWide ? 'trace-split is-widened' : 'trace-split'}
      style={{ '--list': share } as CSSProperties}
    >
      <div className={traceId === undefined ? 'trace-split-list' : 'trace-split-list is-beside'}>
        {children}
      </div>
      {traceId !== undefined && (
        <Splitter
          label={t('listWidth')}
          isUpright
          share={share}
          usual={USUAL_LIST}
          least={0.18}
          most={0.6}
          onShare={setKept}
        />
      )}
      {traceId !== undefined && (
        <Suspense fallback={<Loading what={t('trace')} rows={6} />}>
          <TraceView key={traceId} traceId={traceId} isWide={isWide} onWiden={setWide} />
        </Suspense>
      )}
    </div>
  );
}
