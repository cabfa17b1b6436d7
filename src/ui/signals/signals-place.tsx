import type { SessionState } from '../../contract/session.ts';
import { DimensionList } from '../home/dimension-list.tsx';
import { SignalStrip } from '../strip/signal-strip.tsx';
import { useExtent } from '../strip/use-strip-range.ts';

/** What moved: drift, quality and performance by dimension. */
export function SignalsPlace({ session }: { session: SessionState }) {
  const extent = useExtent(session);
  const [first] = session.dimensions;
  return (
    <>
      {extent && first && (
        <SignalStrip
          session={session}
          extent={extent}
          subject={first.name}
          name={first.name}
          choices={[{ metric: 'psi' }, { metric: 'percent_empty' }]}
          current={{ metric: 'psi' }}
          onChoose={() => undefined}
        />
      )}
      <DimensionList dimensions={session.dimensions} />
    </>
  );
}
