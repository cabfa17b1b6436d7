import type { SessionState } from '../../contract/session.ts';
import { DimensionList } from '../home/dimension-list.tsx';

/** What moved: drift, quality and performance by dimension. */
export function SignalsPlace({ session }: { session: SessionState }) {
  return <DimensionList dimensions={session.dimensions} />;
}
