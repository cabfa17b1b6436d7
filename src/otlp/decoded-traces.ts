import { DEFAULT_LIMITS, type OtlpLimits } from './limits.ts';
import type { Span } from '../contract/span.ts';

/** What a request holds: each of its spans is in one of the two lists. */
export interface DecodedTraces {
  spans: Span[];
  rejected: RejectedSpan[];
}

export interface RejectedSpan {
  /** Position among all spans of the request. */
  index: number;
  name: string;
  /** A clause that completes "Span 3 cannot be stored: …". */
  reason: string;
}

export interface DecodeOptions {
  /** Wins over what the resource says (a header of the request, §1.2.4). */
  project?: string;
  limits?: Partial<OtlpLimits>;
}

export function readOptions({ project, limits }: DecodeOptions): {
  project: string | undefined;
  limits: OtlpLimits;
} {
  return {
    project: project === undefined || project.trim() === '' ? undefined : project,
    limits: { ...DEFAULT_LIMITS, ...limits }
  };
}
